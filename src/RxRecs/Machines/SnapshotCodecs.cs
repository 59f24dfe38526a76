using System.Collections.Immutable;
using System.Reactive;

namespace RxRecs.Machines;

/// <summary>
/// Holds the codecs with which a snapshot's keys, items and events are written and read. Immutable: it goes with the
/// <see cref="SnapshotWriter"/> and <see cref="SnapshotReader"/>, so that two pipelines of a process need not agree.
/// Built in: <see cref="byte"/>, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="decimal"/>, <see cref="string"/>, <see cref="Guid"/>, <see cref="DateTimeOffset"/>,
/// <see cref="TimeSpan"/>, <see cref="Id"/>, <see cref="InteractionKind"/>, <see cref="Interaction"/>,
/// <see cref="Unit"/> (the key of operators without keys). Nothing is found by reflection.
/// </summary>
public sealed class SnapshotCodecs
{
    private readonly ImmutableDictionary<Type, object> _own;

    private SnapshotCodecs(ImmutableDictionary<Type, object> own) => _own = own;

    /// <summary>Gets the built-in codecs alone.</summary>
    public static SnapshotCodecs Default { get; } = new(ImmutableDictionary<Type, object>.Empty);

    /// <summary>Adds the codec of a type, or puts it in the place of another.</summary>
    /// <param name="codec">The codec.</param>
    /// <typeparam name="T">The type of the values that the codec writes.</typeparam>
    /// <returns>These codecs and the new one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="codec"/> is null.</exception>
    internal SnapshotCodecs With<T>(ISnapshotCodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return new SnapshotCodecs(_own.SetItem(typeof(T), codec));
    }

    /// <summary>Adds the codec of a type as two functions.</summary>
    /// <param name="write">The action that writes a value.</param>
    /// <param name="read">The function that reads a value.</param>
    /// <typeparam name="T">The type of the values that the codec writes.</typeparam>
    /// <returns>These codecs and the new one.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public SnapshotCodecs With<T>(Action<SnapshotWriter, T> write, Func<SnapshotReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        return With(new DelegateCodec<T>(write, read));
    }

    /// <summary>Adds the codec of a pair of types that have one each.</summary>
    /// <typeparam name="T1">The first type.</typeparam>
    /// <typeparam name="T2">The second type.</typeparam>
    /// <returns>These codecs and the new one.</returns>
    public SnapshotCodecs WithPair<T1, T2>() => With(
        static (writer, pair) =>
        {
            writer.Write(pair.Item1);
            writer.Write(pair.Item2);
        },
        static reader => (reader.Read<T1>(), reader.Read<T2>()));

    /// <summary>Gives the codec of a type.</summary>
    /// <typeparam name="T">The type of the values that the codec writes.</typeparam>
    /// <returns>The codec.</returns>
    /// <exception cref="SnapshotException">None is built in and none was added.</exception>
    internal ISnapshotCodec<T> For<T>() =>
        Own<T>() ?? BuiltInCodecs.For<T>() ?? throw new SnapshotException(
            $"No snapshot codec for {NameOf(typeof(T))}: add one with " +
            $"SnapshotCodecs.Default.With<{NameOf(typeof(T))}>(…) and hand the codecs to whoever saves and restores.");

    // As C# writes it, to be copied: Enriched<Interaction, Row>.
    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;

    // Most pipelines have none of their own, and a snapshot asks for each value.
    private ISnapshotCodec<T>? Own<T>() =>
        !_own.IsEmpty && _own.TryGetValue(typeof(T), out var codec) ? (ISnapshotCodec<T>)codec : null;
}
