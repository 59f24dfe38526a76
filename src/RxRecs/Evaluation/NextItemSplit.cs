namespace RxRecs.Recommenders;

/// <summary>Specifies a part of the events that a mean is taken over.</summary>
public enum NextItemSplit
{
    /// <summary>All events.</summary>
    All,

    /// <summary>The visit had the item already.</summary>
    Repeat,

    /// <summary>The item was new to the visit.</summary>
    Explore,

    /// <summary>The item had no event before, in training and test.</summary>
    ColdItem,

    /// <summary>The item had 1 to 9 events before.</summary>
    RareItem,

    /// <summary>The item had 10 to 99 events before.</summary>
    CommonItem,

    /// <summary>The item had 100 events or more before.</summary>
    FrequentItem,

    /// <summary>The second place of a visit: one item was known.</summary>
    SecondPlace,

    /// <summary>The third place of a visit.</summary>
    ThirdPlace,

    /// <summary>The fourth to sixth place of a visit.</summary>
    FourthToSixthPlace,

    /// <summary>The seventh place of a visit or a later one.</summary>
    LaterPlace,

    /// <summary>Stands for a view.</summary>
    View,

    /// <summary>Stands for an addition to the cart.</summary>
    Cart,

    /// <summary>Stands for a purchase.</summary>
    Purchase,
}
