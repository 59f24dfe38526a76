namespace RxRecs;

/// <summary>
/// Reads events for recommenders, such as <see cref="ShopRecommender{TEvent, TUser, TItem}"/>, and other operators.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record ShopSelectors<TEvent, TUser, TItem>
{
    /// <summary>Gets the function that returns the time of an event.</summary>
    public required Func<TEvent, DateTimeOffset> EventTime { get; init; }

    /// <summary>Gets the function that returns the kind of an event.</summary>
    public required Func<TEvent, InteractionKind> Kind { get; init; }

    /// <summary>Gets the function that returns the user of an event.</summary>
    public required Func<TEvent, TUser> User { get; init; }

    /// <summary>Gets the function that returns the item of an event.</summary>
    public required Func<TEvent, TItem> Item { get; init; }

    /// <summary>
    /// Gets the function that determines whether the user of an event is known. By default every user is: set it where
    /// <see cref="User"/> may return null.
    /// </summary>
    public Func<TEvent, bool> HasUser { get; init; } = static _ => true;

    /// <summary>
    /// Gets the function that returns the visit of an event, as the shop names it. The default is null, which leaves it
    /// to the time between events.
    /// </summary>
    public Func<TEvent, string?> Session { get; init; } = static _ => null;

    /// <summary>Gets the function that returns the number of pieces. The default is 1.</summary>
    public Func<TEvent, int> Quantity { get; init; } = static _ => 1;

    /// <summary>
    /// Gets the function that returns what the event tells about its item. By default it returns nothing.
    /// </summary>
    public Func<TEvent, ItemFacts> Facts { get; init; } = static _ => default;

    /// <summary>Returns the user of an event that has one.</summary>
    /// <param name="value">The event, for which <see cref="HasUser"/> is true.</param>
    /// <returns>The user.</returns>
    /// <exception cref="InvalidOperationException"><see cref="User"/> returned null.</exception>
    public TUser KnownUser(TEvent value) => User(value) ?? throw new InvalidOperationException(
        "The selector User returned null for an event whose user is said to be known: give HasUser as well.");

    /// <summary>Returns the item of an event.</summary>
    /// <param name="value">The event.</param>
    /// <returns>The item.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Item"/> returned null.</exception>
    public TItem KnownItem(TEvent value) => Selected.NotNull(Item(value), "item");

    /// <summary>
    /// Returns the kind of an event as it counts for what is popular or comes next: a return, which has a negative
    /// quantity, counts as <see cref="InteractionKind.Remove"/>.
    /// </summary>
    /// <param name="value">The event.</param>
    /// <returns>The kind.</returns>
    public InteractionKind CountedKind(TEvent value) => Interaction.Counted(Kind(value), Quantity(value));

    /// <summary>Makes sure that no selector is null.</summary>
    /// <exception cref="ArgumentException">A selector is null.</exception>
    public void ThrowIfIncomplete()
    {
        (object? Selector, string Name)[] selectors =
        [
            (EventTime, nameof(EventTime)),
            (Kind, nameof(Kind)),
            (User, nameof(User)),
            (Item, nameof(Item)),
            (HasUser, nameof(HasUser)),
            (Session, nameof(Session)),
            (Quantity, nameof(Quantity)),
            (Facts, nameof(Facts)),
        ];
        foreach (var (selector, name) in selectors)
        {
            if (selector is null)
            {
                throw new ArgumentException($"The selector {name} is null.", "selectors");
            }
        }
    }
}
