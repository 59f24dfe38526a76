using System.Globalization;
using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Represents a request to forget a user, or to merge a guest or a visit into an account, as an event among events.
/// </summary>
/// <typeparam name="TUser">The users' type.</typeparam>
public readonly record struct UserChange<TUser>
{
    private UserChange(UserChangeKind kind, TUser user, TUser? guest, string? session, DateTimeOffset eventTime)
    {
        ArgumentNullException.ThrowIfNull(user, kind == UserChangeKind.Forget ? nameof(user) : "account");
        (Kind, User, Guest, Session, EventTime) = (kind, user, guest, session, eventTime);
    }

    /// <summary>Gets the kind of the change.</summary>
    public UserChangeKind Kind { get; }

    /// <summary>Gets the user to forget, or the account.</summary>
    public TUser? User { get; }

    /// <summary>Gets the guest, where one is merged.</summary>
    public TUser? Guest { get; }

    /// <summary>Gets the visit, where one is merged; null otherwise.</summary>
    public string? Session { get; }

    /// <summary>
    /// Gets the time at which the change was asked for, by which it finds its place among events that are put in order.
    /// A change concerns all that was learned before it comes, whatever the times of the events.
    /// </summary>
    public DateTimeOffset EventTime { get; }

    internal static ISnapshotCodec<UserChange<TUser>> Codec { get; } =
        new DelegateCodec<UserChange<TUser>>(Write, Read);

    /// <summary>Creates a request to forget a user.</summary>
    /// <param name="user">The user, or a guest of the account.</param>
    /// <param name="eventTime">The time of the change.</param>
    /// <returns>The change.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public static UserChange<TUser> Forget(TUser user, DateTimeOffset eventTime) =>
        new(UserChangeKind.Forget, user, default, null, eventTime);

    /// <summary>Creates a request to make a guest's events those of an account.</summary>
    /// <param name="guest">The id of the guest.</param>
    /// <param name="account">The id of the account.</param>
    /// <param name="eventTime">The time of the change, such as that of a login.</param>
    /// <returns>The change.</returns>
    /// <exception cref="ArgumentNullException">An id is null.</exception>
    public static UserChange<TUser> Merge(TUser guest, TUser account, DateTimeOffset eventTime)
    {
        ArgumentNullException.ThrowIfNull(guest);
        return new(UserChangeKind.Merge, account, guest, null, eventTime);
    }

    /// <summary>Creates a request to make the events of a visit that tell no user those of an account.</summary>
    /// <param name="session">The name of the visit.</param>
    /// <param name="account">The id of the account.</param>
    /// <param name="eventTime">The time of the change, such as that of a login.</param>
    /// <returns>The change.</returns>
    /// <exception cref="ArgumentException"><paramref name="session"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="account"/> is null.</exception>
    public static UserChange<TUser> MergeVisit(string session, TUser account, DateTimeOffset eventTime)
    {
        ArgumentException.ThrowIfNullOrEmpty(session);
        return new(UserChangeKind.MergeVisit, account, default, session, eventTime);
    }

    /// <summary>Returns the change in one line, such as <c>Forget anna at 2026-03-01 12:00:00Z</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => Kind switch
    {
        UserChangeKind.Forget => string.Create(CultureInfo.InvariantCulture, $"{Kind} {User} at {EventTime:u}"),
        UserChangeKind.Merge =>
            string.Create(CultureInfo.InvariantCulture, $"{Kind} {Guest} into {User} at {EventTime:u}"),
        UserChangeKind.MergeVisit =>
            string.Create(CultureInfo.InvariantCulture, $"{Kind} {Session} into {User} at {EventTime:u}"),
        _ => $"{Kind}",
    };

    private static void Write(SnapshotWriter writer, UserChange<TUser> value)
    {
        writer.WriteByte((byte)value.Kind);
        if (value.Kind == UserChangeKind.None)
        {
            return;
        }

        writer.Write(value.User!);
        writer.Write(value.EventTime);
        if (value.Kind == UserChangeKind.Merge)
        {
            writer.Write(value.Guest!);
        }
        else if (value.Kind == UserChangeKind.MergeVisit)
        {
            writer.WriteString(value.Session);
        }
    }

    private static UserChange<TUser> Read(SnapshotReader reader)
    {
        var kind = (UserChangeKind)reader.ReadByte();
        if (kind == UserChangeKind.None)
        {
            return default;
        }

        var (user, time) = (reader.Read<TUser>(), reader.Read<DateTimeOffset>());
        var guest = kind == UserChangeKind.Merge ? reader.Read<TUser>() : default;
        var session = kind == UserChangeKind.MergeVisit ? reader.ReadString() : null;
        return user is not null && kind <= UserChangeKind.MergeVisit
            && (kind != UserChangeKind.Merge || guest is not null)
            && (kind != UserChangeKind.MergeVisit || !string.IsNullOrEmpty(session))
            ? new(kind, user, guest, session, time)
            : throw new SnapshotException("A change of a user that cannot be: the snapshot is damaged.");
    }
}
