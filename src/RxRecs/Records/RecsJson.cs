using System.Buffers;
using System.Text.Json;
using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Writes results as one line of JSON each, and reads them back: what is read equals what was written, to the last
/// digit. The names do not change between versions.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Trend bucket</term><description>
/// <c>{"index":1,"start":"2020-01-01T00:00:00Z","end":"2020-01-02T00:00:00Z",
/// "total":3,"counts":[{"product_id":5,"count":3}]}</c>; <c>"partial":true</c>, <c>late</c> and <c>skipped_before</c>
/// where they say something;
/// <c>"approximate":true</c> and <c>max_error</c> where there were more items than are counted
/// exactly.</description></item>
/// <item><term>Trend report</term><description>
/// <c>{"status":"ready","buckets":2,"transition":{"basis":"last_transition",
/// "score_name":"...","before":{"first_index":0,"last_index":0,"start":"...","end":"..."},"now":{...},"changes":[...]},
/// "rising":[{"product_id":5,"before":1,"now":3,"score":2}],"falling":[],"new":[]}</c>; the status is <c>ready</c>,
/// <c>not_enough_data</c> (without a transition) or <c>partial</c>, the basis <c>last_transition</c>,
/// <c>first_to_last</c> or <c>second_half_over_first</c>. A transition has <c>partial</c>, <c>approximate</c> and
/// <c>max_error</c> as a bucket has.</description></item>
/// <item><term>Change of a cart</term><description><c>{"kind":"added","key":7,"product_id":5,"quantity":1,
/// "event_time":"...","open_items":1,"total":9}</c>; the kinds are those of <see cref="CartChangeKind"/> in lower case
/// with underscores, and <c>product_id</c> is left out where no item belongs to the change.</description></item>
/// <item><term>Last items</term><description><c>{"key":7,"items":[5,"sku-6"],"evicted_keys":0}</c>, newest
/// first.</description></item>
/// <item><term>List</term><description><c>{"user_id":7,"session":"s","items":[{"product_id":5,"score":1.5,
/// "source":"Trending","purpose":"discovery","value":200,"detail":"emil","fallback":true,"reason":"trending
/// (200)"}]}</c>, best first; <c>session</c>, <c>detail</c> and <c>fallback</c> where there is one. <c>reason</c> is
/// for a person, and is not read. With explanations an item has <c>"why":[{"source":"Trending","purpose":"discovery",
/// "value":1.5,"matched_product_id":4,"neighbor":12,"neighbor_time":"...","detail":"..."}]</c>, and where list rules
/// did something the list has
/// <c>"rules":[{"rule":"at most 1 per brand","left_out":2,"moved":0}]</c>.</description></item>
/// <item><term>Trigger</term><description><c>{"id":"...","kind":"price_dropped","user_id":7,"items":[5,"sku-6"],
/// "event_time":"...","price_before":40.00,"price":34.90,"suppressed":2,"list":{...}}</c>; the kinds are those of
/// <see cref="TriggerKind"/> in lower case with underscores, prices and list are there where the trigger has them, and
/// <c>suppressed</c> where it is not 0. <c>id</c> is for receivers, and is not read: it is made of the
/// others.</description></item>
/// <item><term>Change of an item</term><description><c>{"event_type":"item","product_id":5,
/// "event_time":"...","category_id":7,"category_code":"a.b","brand":"emil","price":34.90,"visible":true,
/// "in_stock":false}</c>: the names are those of an interaction, and what the shop does not state is left out or null.
/// <c>event_type</c> tells it from an interaction of the same topic; it may be left out.</description></item>
/// </list>
/// <para>
/// Ids are numbers where they are such, otherwise texts, and null where there is none. Times are ISO 8601 in UTC. A
/// member of another name is passed over; of two of one name the last counts. What may be left
/// out may be null.
/// </para>
/// </remarks>
public static class RecsJson
{
    /// <summary>Writes a bucket of trends.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="output">The writer that receives the text in UTF-8.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Write(TrendBucket<Id> bucket, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        ArgumentNullException.ThrowIfNull(output);
        using var json = RecsJsonWriter.Begin(output);
        RecsJsonWriter.Write(json, bucket);
    }

    /// <summary>Writes what rises, what falls and what is new.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">The writer that receives the text in UTF-8.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A figure is not finite.</exception>
    public static void Write(TrendReport<Id> report, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        using var json = RecsJsonWriter.Begin(output);
        RecsJsonWriter.Write(json, report);
    }

    /// <summary>Writes a change of a cart.</summary>
    /// <param name="change">The change.</param>
    /// <param name="output">The writer that receives the text in UTF-8.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    public static void Write(CartChange<Id, Id> change, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var json = RecsJsonWriter.Begin(output);
        RecsJsonWriter.Write(json, change);
    }

    /// <summary>Writes the last items of a key.</summary>
    /// <param name="items">The items.</param>
    /// <param name="output">The writer that receives the text in UTF-8.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    public static void Write(LastItems<Id, Id> items, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var json = RecsJsonWriter.Begin(output);
        RecsJsonWriter.Write(json, items);
    }

    /// <summary>Writes a ranked list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="output">The writer that receives the text in UTF-8.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A figure is not finite.</exception>
    public static void Write(RecommendationList<Id, Id> list, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(output);
        using var json = RecsJsonWriter.Begin(output);
        RecsJsonWriter.Write(json, list);
    }

    /// <summary>Writes a trigger, to a topic or a webhook.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="output">The writer that receives the text in UTF-8.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A figure of the list is not finite.</exception>
    public static void Write(Trigger<Id, Id> trigger, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(output);
        using var json = RecsJsonWriter.Begin(output);
        RecsJsonWriter.Write(json, trigger);
    }

    /// <summary>Writes what the shop states of an item.</summary>
    /// <param name="change">The change.</param>
    /// <param name="output">The writer that receives the text in UTF-8.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="change"/> is the default value, which names no
    /// item.</exception>
    public static void Write(ItemChange<Id> change, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ItemChange<Id>.ThrowIfNone(change.Item);
        using var json = RecsJsonWriter.Begin(output);
        RecsJsonWriter.Write(json, change);
    }

    /// <summary>Reads a bucket of trends.</summary>
    /// <param name="json">The text of one JSON value in UTF-8.</param>
    /// <returns>The bucket.</returns>
    /// <exception cref="JsonException">It is not such a bucket; the message says why.</exception>
    public static TrendBucket<Id> ReadTrendBucket(ReadOnlySpan<byte> json) =>
        RecsJsonReader.Read(json, RecsJsonReader.Bucket);

    /// <summary>Reads what rises, what falls and what is new.</summary>
    /// <param name="json">The text of one JSON value in UTF-8.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JsonException">It is not such a report; the message says why.</exception>
    public static TrendReport<Id> ReadTrendReport(ReadOnlySpan<byte> json) =>
        RecsJsonReader.Read(json, RecsJsonReader.Report);

    /// <summary>Reads a change of a cart.</summary>
    /// <param name="json">The text of one JSON value in UTF-8.</param>
    /// <returns>The change.</returns>
    /// <exception cref="JsonException">It is not such a change; the message says why.</exception>
    public static CartChange<Id, Id> ReadCartChange(ReadOnlySpan<byte> json) =>
        RecsJsonReader.Read(json, RecsJsonReader.CartChange);

    /// <summary>Reads the last items of a key.</summary>
    /// <param name="json">The text of one JSON value in UTF-8.</param>
    /// <returns>The items.</returns>
    /// <exception cref="JsonException">They are not such items; the message says why.</exception>
    public static LastItems<Id, Id> ReadLastItems(ReadOnlySpan<byte> json) =>
        RecsJsonReader.Read(json, RecsJsonReader.Items);

    /// <summary>Reads a ranked list.</summary>
    /// <param name="json">The text of one JSON value in UTF-8.</param>
    /// <returns>The list.</returns>
    /// <exception cref="JsonException">It is not such a list; the message says why.</exception>
    public static RecommendationList<Id, Id> ReadRecommendationList(ReadOnlySpan<byte> json) =>
        RecsJsonReader.Read(json, RecsJsonReader.List);

    /// <summary>Reads a trigger.</summary>
    /// <param name="json">The text of one JSON value in UTF-8.</param>
    /// <returns>The trigger.</returns>
    /// <exception cref="JsonException">It is not such a trigger; the message says why.</exception>
    public static Trigger<Id, Id> ReadTrigger(ReadOnlySpan<byte> json) =>
        RecsJsonReader.Read(json, RecsJsonReader.Trigger);

    /// <summary>Reads what the shop states of an item.</summary>
    /// <param name="json">The text of one JSON value in UTF-8.</param>
    /// <returns>The change.</returns>
    /// <exception cref="JsonException">It is not such a change; the message says why.</exception>
    public static ItemChange<Id> ReadItemChange(ReadOnlySpan<byte> json) =>
        RecsJsonReader.Read(json, RecsJsonReader.ItemChange);
}
