using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Puts events and changes of users into one stream, and saves them.</summary>
public static class UserInput
{
    /// <summary>Makes an element of an event: for <c>Select</c>.</summary>
    /// <param name="value">The event.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <returns>The element.</returns>
    public static UserInput<TEvent, TUser> Of<TEvent, TUser>(TEvent value) => value;

    /// <summary>Makes an element of a change: for <c>Select</c>.</summary>
    /// <param name="change">The change.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <returns>The element.</returns>
    /// <exception cref="ArgumentException">The change is the default, which is none.</exception>
    public static UserInput<TEvent, TUser> Of<TEvent, TUser>(UserChange<TUser> change) => change;

    /// <summary>
    /// Adds the codec of these elements, for an operator that holds them, such as <c>Reorder</c>; the events' and the
    /// users' types must have theirs.
    /// </summary>
    /// <param name="codecs">The codecs so far.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <returns>These codecs and the new one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="codecs"/> is null.</exception>
    public static SnapshotCodecs WithUserInputs<TEvent, TUser>(this SnapshotCodecs codecs)
    {
        ArgumentNullException.ThrowIfNull(codecs);
        return codecs.With(
            static (writer, value) =>
            {
                UserChange<TUser>.Codec.Write(writer, value.Change);
                if (value.IsEvent)
                {
                    writer.Write(value.Event);
                }
            },
            static reader =>
            {
                var change = UserChange<TUser>.Codec.Read(reader);
                return change.Kind == UserChangeKind.None ? reader.Read<TEvent>() : (UserInput<TEvent, TUser>)change;
            });
    }
}
