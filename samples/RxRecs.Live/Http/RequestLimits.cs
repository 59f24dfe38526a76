using System.Buffers.Binary;
using System.Net.Sockets;

namespace RxRecs.Live.Http;

/// <summary>The limits of what one client may ask for, each with a bounded number of clients.</summary>
internal sealed class RequestLimits(LiveSettings settings, TimeProvider clock)
{
    private const int MostAddresses = 20_000;
    private const int MostUsers = 200_000;

    // A client that gathers what one user does may send it at once.
    private const int UserBurst = 1_000;
    private const int WrongKeysPerSecond = 1;
    private const int WrongKeysAtOnce = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, int> _waiting = [];

    /// <summary>Limits the objects that an address sends, and its changing requests.</summary>
    public RateLimit<ulong> Changes { get; } =
        new(clock, settings.WritesPerSecond, settings.WritesPerSecond, MostAddresses);

    /// <summary>Limits the events of a user, whoever sends them.</summary>
    public RateLimit<Id> UserEvents { get; } = new(
        clock, settings.UserEventsPerSecond, Math.Max(UserBurst, settings.UserEventsPerSecond), MostUsers);

    /// <summary>Limits the wrong keys of an address.</summary>
    public RateLimit<ulong> WrongKeys { get; } = new(clock, WrongKeysPerSecond, WrongKeysAtOnce, MostAddresses);

    /// <summary>Takes a place among the questions of an address that wait for the pipeline; false where it has
    /// them all.</summary>
    public bool TryEnter(ulong address)
    {
        lock (_gate)
        {
            var waiting = _waiting.GetValueOrDefault(address);
            if (settings.QuestionsAtOnce > 0 && waiting >= settings.QuestionsAtOnce)
            {
                return false;
            }

            _waiting[address] = waiting + 1;
            return true;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(ulong address)
    {
        lock (_gate)
        {
            if (--_waiting[address] == 0)
            {
                _waiting.Remove(address);
            }
        }
    }

    /// <summary>Gives whom the limits mean: an IPv4 address, or the first half of an IPv6 one, which is what a
    /// connection is given.</summary>
    public static ulong AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : address.IsIPv4MappedToIPv6 ? BinaryPrimitives.ReadUInt32BigEndian(bytes[12..])
            : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
