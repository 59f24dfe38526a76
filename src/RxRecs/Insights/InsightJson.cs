using System.Text.Json;

namespace RxRecs.Analytics;

/// <summary>Writes reports of insights as JSON; <see cref="InsightWriter"/> shows the form.</summary>
internal static class InsightJson
{
    public static void Write(Utf8JsonWriter json, InsightReport<Id> report)
    {
        json.WriteStartObject();
        WriteTime(json, "start", report.Start);
        WriteTime(json, "end", report.End);
        WriteIf(json, "partial", report.IsPartial);
        WriteIf(json, "approximate", report.IsApproximate);
        if (report.SkippedBefore > 0)
        {
            json.WriteNumber("skipped_before"u8, report.SkippedBefore);
        }

        WriteFigures(json, "now", report.Now);
        if (report.Before is { } before)
        {
            WriteFigures(json, "before", before);
        }

        WriteTrends(json, "items", report.Items, static (json, item) => WriteItem(json, item));
        WriteTrends(json, "categories", report.Categories, static (json, category) =>
        {
            json.WritePropertyName("category"u8);
            IdJsonConverter.Write(json, category);
        });
        WriteTrends(json, "brands", report.Brands, static (json, brand) => json.WriteString("brand"u8, brand));
        json.WriteStartArray("contrasts"u8);
        foreach (var contrast in report.Contrasts)
        {
            json.WriteStartObject();
            WriteItem(json, contrast.Item);
            WriteFacts(json, contrast.Facts);
            WriteChange(json, "views", contrast.Views);
            WriteChange(json, "demand", contrast.Demand);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("against_category"u8);
        foreach (var each in report.AgainstCategory)
        {
            json.WriteStartObject();
            WriteItem(json, each.Item);
            WriteFacts(json, each.Facts);
            WriteChange(json, "demand", each.Demand);
            WriteChange(json, "category_demand", each.Category);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, string name, in InsightFigures figures)
    {
        json.WriteStartObject(name);
        json.WriteNumber("views"u8, figures.Views);
        json.WriteNumber("carts"u8, figures.Carts);
        json.WriteNumber("removals"u8, figures.Removals);
        json.WriteNumber("purchases"u8, figures.Purchases);
        json.WriteNumber("returns"u8, figures.Returns);
        json.WriteNumber("users"u8, figures.Users);
        json.WriteNumber("revenue"u8, figures.Revenue);
        var left = figures.CartsLeft;
        json.WriteStartObject("carts_left"u8);
        json.WriteNumber("count"u8, left.Count);
        json.WriteNumber("lines"u8, left.Lines);
        json.WriteNumber("worth"u8, left.Worth);
        json.WriteNumber("lines_without_price"u8, left.LinesWithoutPrice);
        json.WriteNumber("taken_up"u8, left.TakenUp);
        json.WriteEndObject();
        WriteConversion(json, "view_to_cart", figures.ViewToCart);
        WriteConversion(json, "cart_to_purchase", figures.CartToPurchase);
        WriteConversion(json, "view_to_purchase", figures.ViewToPurchase);
        WriteGaps(json, figures.Gaps);
        json.WriteEndObject();
    }

    private static void WriteConversion(Utf8JsonWriter json, string name, in InsightConversion conversion)
    {
        json.WriteStartObject(name);
        json.WriteNumber("users"u8, conversion.Users);
        json.WriteNumber("converted"u8, conversion.Converted);
        if (conversion.Share is { } share)
        {
            json.WriteNumber("share"u8, share.Value);
            json.WriteNumber("low"u8, share.Low);
            json.WriteNumber("high"u8, share.High);
        }

        json.WriteEndObject();
    }

    private static void WriteGaps(Utf8JsonWriter json, in InsightGaps gaps)
    {
        json.WriteStartObject("gaps"u8);
        json.WriteNumber("late"u8, gaps.Late);
        json.WriteNumber("without_user"u8, gaps.WithoutUser);
        json.WriteNumber("without_category"u8, gaps.WithoutCategory);
        json.WriteNumber("without_brand"u8, gaps.WithoutBrand);
        json.WriteNumber("purchases_without_price"u8, gaps.PurchasesWithoutPrice);
        json.WriteNumber("beyond_max_users"u8, gaps.BeyondMaxUsers);
        json.WriteNumber("forgotten_carts"u8, gaps.ForgottenCarts);
        json.WriteNumber("forgotten_items"u8, gaps.ForgottenItems);
        json.WriteEndObject();
    }

    private static void WriteTrends<T>(
        Utf8JsonWriter json, string name, InsightTrends<T> trends, Action<Utf8JsonWriter, T> writeName)
        where T : notnull
    {
        json.WriteStartObject(name);
        WriteChanges(json, "rising", trends.Rising, writeName);
        WriteChanges(json, "falling", trends.Falling, writeName);
        WriteChanges(json, "turning", trends.Turning, writeName);
        if (trends.MaxError > 0)
        {
            json.WriteNumber("max_error"u8, trends.MaxError);
        }

        json.WriteEndObject();
    }

    private static void WriteChanges<T>(
        Utf8JsonWriter json,
        string name,
        IReadOnlyList<InsightChange<T>> changes,
        Action<Utf8JsonWriter, T> writeName)
        where T : notnull
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            writeName(json, change.Item);
            WriteFacts(json, change.Facts);
            json.WriteNumber("before"u8, change.Before);
            json.WriteNumber("now"u8, change.Now);
            json.WriteNumber("score"u8, change.Score);
            WriteTime(json, "since", change.Since);
            json.WriteNumber("count_before"u8, change.CountBefore);
            WriteIf(json, "may_be_older", change.MayBeOlder);
            if (change.TurnedFrom is { } turned)
            {
                WriteTime(json, "turned_from", turned);
            }

            json.WriteStartArray("counts"u8);
            foreach (var count in change.Counts)
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteChange(Utf8JsonWriter json, string name, in TrendChange<Id> change)
    {
        json.WriteStartObject(name);
        json.WriteNumber("before"u8, change.Before);
        json.WriteNumber("now"u8, change.Now);
        json.WriteNumber("score"u8, change.Score ?? 0);
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, Id item)
    {
        json.WritePropertyName("product_id"u8);
        IdJsonConverter.Write(json, item);
    }

    private static void WriteFacts(Utf8JsonWriter json, in ItemFacts facts)
    {
        if (facts.Brand is not null)
        {
            json.WriteString("brand"u8, facts.Brand);
        }

        if (facts.CategoryPath is not null)
        {
            json.WriteString("category"u8, facts.CategoryPath);
        }
        else if (!facts.Category.IsNone)
        {
            json.WritePropertyName("category"u8);
            IdJsonConverter.Write(json, facts.Category);
        }
    }

    private static void WriteIf(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, true);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteString(name, time.UtcDateTime);
}
