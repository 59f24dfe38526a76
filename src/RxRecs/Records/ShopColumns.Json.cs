using System.Text.Json;

namespace RxRecs;

/// <content>A column map as a small JSON file.</content>
public sealed partial record ShopColumns
{
    /// <summary>Reads a column map from JSON, as in
    /// <c>{"time":"date","timeUnit":"seconds","item":"sku","kind":"action","kinds":{"buy":"purchase"}}</c>.</summary>
    /// <param name="json">One object; comments and a comma at the end are taken.</param>
    /// <returns>The map.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="FormatException">The text is no column map; the message names the member.</exception>
    /// <remarks>
    /// The members are called as the properties here, beginning with a small letter: <c>time</c>, <c>kind</c>,
    /// <c>user</c>, <c>session</c>, <c>item</c>, <c>category</c>, <c>categoryPath</c>, <c>brand</c>, <c>price</c>,
    /// <c>quantity</c>, <c>elapsed</c> are columns, a name or a number; <c>timeUnit</c> and <c>elapsedUnit</c> are
    /// <c>seconds</c>, <c>milliseconds</c>, <c>microseconds</c> or <c>nanoseconds</c>; <c>timeFormat</c>;
    /// <c>timeZone</c>, such as <c>Europe/Berlin</c>; <c>kinds</c>, an object of <c>view</c>, <c>cart</c>,
    /// <c>remove_from_cart</c> (or <c>remove</c>), <c>purchase</c> or null; <c>defaultKind</c>;
    /// <c>refuseOtherKinds</c>;
    /// <c>refuseRoundedIds</c>; <c>nullMarkers</c>, an array; <c>decimalSign</c>; <c>hasHeader</c>; <c>delimiter</c>;
    /// <c>quote</c>, null for none. With <c>"like":"rees46-events"</c> (or <c>rees46-purchases</c>,
    /// <c>retailrocket-events</c>, <c>session-rec-clicks</c>) all else is as in that table.
    /// </remarks>
    public static ShopColumns Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ShopColumnsJson.Parse(json);
    }

    /// <summary>
    /// Writes the map as JSON that <see cref="Parse"/> reads; settings with their default values are left out.
    /// </summary>
    /// <returns>One object.</returns>
    public string ToJson() => ShopColumnsJson.Write(this);
}
