using System.Buffers;

namespace RxRecs.Analytics;

/// <summary>Writes reports of insights as text or a page for a person, or as JSON.</summary>
/// <remarks>
/// The JSON: <c>{"start":"...","end":"...","now":{"views":9,"carts":4,"removals":1,"purchases":2,"returns":0,
/// "users":5,"revenue":12.50,"carts_left":{"count":1,"lines":2,"worth":7.5,"lines_without_price":0,"taken_up":0},
/// "view_to_cart":{"users":5,"converted":3,"share":0.6,"low":0.23,"high":0.88},"cart_to_purchase":{...},
/// "view_to_purchase":{...},"gaps":{"late":0,"without_user":0,"without_category":0,"without_brand":0,
/// "purchases_without_price":0,"beyond_max_users":0,"forgotten_carts":0,"forgotten_items":0}},"before":{...},
/// "items":{"rising":[{"product_id":5,"brand":"emil","category":"apparel.shoes","before":1,"now":30,"score":5.2,
/// "since":"...","count_before":0,"counts":[0,1,30]}],"falling":[],"turning":[]},"categories":{...},"brands":{...},
/// "contrasts":[{"product_id":7,"views":{"before":9,"now":40,"score":4.4},"demand":{...}}]}</c>. Left out where they
/// say nothing: <c>partial</c>, <c>approximate</c>, <c>skipped_before</c>, <c>before</c>, <c>share</c> with its
/// interval, <c>brand</c>, <c>category</c>, <c>may_be_older</c>, <c>turned_from</c>, <c>max_error</c>. Categories have
/// their path or id in <c>category</c>, brands their name in <c>brand</c>. Ids and times are as in
/// <see cref="RecsJson"/>.
/// </remarks>
public static class InsightWriter
{
    /// <summary>Writes a report as an object of JSON without line breaks.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">The writer that receives the text in UTF-8.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void WriteJson(InsightReport<Id> report, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        using var json = RecsJsonWriter.Begin(output);
        InsightJson.Write(json, report);
    }

    /// <summary>Writes a report as lines of text, in English whatever the culture; control characters of names are
    /// written as dots.</summary>
    /// <param name="report">The report.</param>
    /// <param name="writer">The writer that receives the lines.</param>
    /// <param name="timeZone">The zone in which times are written; null for UTC.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <exception cref="ArgumentNullException">The report or the writer is null.</exception>
    public static void WriteText<TItem>(InsightReport<TItem> report, TextWriter writer, TimeZoneInfo? timeZone = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        new InsightText(writer, timeZone ?? TimeZoneInfo.Utc).Write(report);
    }

    /// <summary>
    /// Writes reports as a page of HTML with plots, in English whatever the culture: one file without scripts that
    /// refers to no other. It tells of the newest period, and plots all of them; those that were cut short are left
    /// out where there are others.
    /// </summary>
    /// <param name="reports">The reports, oldest first; where there is none, the page says so.</param>
    /// <param name="writer">The writer that receives the page, to be written as UTF-8.</param>
    /// <param name="timeZone">The zone in which times are written; null for UTC.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <exception cref="ArgumentNullException">The reports or the writer are null.</exception>
    public static void WriteHtml<TItem>(
        IReadOnlyList<InsightReport<TItem>> reports, TextWriter writer, TimeZoneInfo? timeZone = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(InsightPage<TItem>.Of(reports, timeZone ?? TimeZoneInfo.Utc));
    }
}
