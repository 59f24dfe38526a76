using System.Diagnostics.CodeAnalysis;

namespace RxRecs.Recommenders;

/// <summary>Represents one element of a stream that carries events and the changes of users in one order.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
public readonly record struct UserInput<TEvent, TUser>
{
    private UserInput(TEvent? value, UserChange<TUser> change) => (Event, Change) = (value, change);

    /// <summary>Gets a value indicating whether this is an event.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    public bool IsEvent => Change.Kind == UserChangeKind.None;

    /// <summary>Gets the event, where it is one.</summary>
    public TEvent? Event { get; }

    /// <summary>Gets the change, where it is one.</summary>
    public UserChange<TUser> Change { get; }

    /// <summary>Makes an element of an event.</summary>
    /// <param name="value">The event.</param>
    public static implicit operator UserInput<TEvent, TUser>(TEvent value) => new(value, default);

    /// <summary>Makes an element of a change.</summary>
    /// <param name="change">The change.</param>
    /// <exception cref="ArgumentException">The change is the default, which is none.</exception>
    public static implicit operator UserInput<TEvent, TUser>(UserChange<TUser> change) =>
        change.Kind != UserChangeKind.None
            ? new(default, change)
            : throw new ArgumentException(
                "The default is no change: make one with Forget, Merge or MergeVisit.", nameof(change));
}
