namespace RxRecs.Csv;

/// <summary>
/// Specifies how a file of shop events is laid out. Columns are found by name, in any order; columns that are not named
/// here are left alone.
/// </summary>
public enum ShopFileLayout
{
    /// <summary>
    /// REES46 events: <c>event_time</c>, <c>event_type</c> (view, cart, remove_from_cart, purchase) and
    /// <c>product_id</c>, and where there <c>category_id</c>, <c>category_code</c>, <c>brand</c>, <c>price</c>,
    /// <c>user_id</c>, <c>user_session</c>, <c>quantity</c>.
    /// </summary>
    Rees46Events = 0,

    /// <summary>
    /// REES46 purchases: <c>event_time</c>, <c>order_id</c> and <c>product_id</c>, and where there <c>category_id</c>,
    /// <c>category_code</c>, <c>brand</c>, <c>price</c>, <c>user_id</c>. Every row is a purchase; the order is its
    /// session.
    /// </summary>
    Rees46Purchases = 1,

    /// <summary>
    /// RetailRocket events: <c>timestamp</c> (milliseconds since 1970), <c>visitorid</c>, <c>event</c> (view,
    /// addtocart, transaction), <c>itemid</c>.
    /// </summary>
    RetailRocketEvents = 2,

    /// <summary>
    /// session-rec clicks, tab separated: <c>SessionId</c>, <c>ItemId</c>, <c>Time</c> (seconds since 1970, with a
    /// fraction). Every row is a view.
    /// </summary>
    SessionRecClicks = 3,

    /// <summary>
    /// One session per line, items separated by spaces, oldest session first, no header. There are no times: the n-th
    /// item of the file is a view n seconds after <see cref="ShopFileOptions.SequenceStart"/>, and its session is the
    /// number of its line.
    /// </summary>
    SessionLines = 4,

    /// <summary>
    /// OTTO JSON lines: <c>session</c> and <c>events</c>, each with <c>aid</c>, <c>ts</c> (milliseconds since 1970)
    /// and <c>type</c> (clicks, carts, orders).
    /// </summary>
    OttoJsonLines = 5,

    /// <summary>
    /// One JSON object per line, an array of objects, or objects over several lines: by the names that RxRecs.Kafka
    /// writes (<c>event_time</c>, <c>event_type</c>, <c>product_id</c> and so on), or by the paths of
    /// <see cref="ShopFileOptions.Columns"/>.
    /// </summary>
    JsonLines = 6,

    /// <summary>Stands for a table whose columns <see cref="ShopFileOptions.Columns"/> names.</summary>
    Table = 7,
}
