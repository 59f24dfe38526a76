using System.Globalization;
using RxRecs.Analytics;

namespace RxRecs.Tests.Insights;

/// <summary>
/// Computes a report anew from all events for each period: no state, no windows. Texts, to be compared with
/// those of the machine's reports.
/// </summary>
internal sealed class InsightsModel(TimeSpan period, InsightOptions options, IReadOnlyList<Interaction> events)
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    public List<string> Run()
    {
        if (events.Count == 0)
        {
            return [];
        }

        var reports = new List<string>();
        var (first, last) = (IndexOf(events[0]), IndexOf(events[^1]));
        for (var index = first; index <= last; index++)
        {
            reports.Add(Describe(index, first, isPartial: index == last));
        }

        return reports;
    }

    public static string Text(InsightReport<Id> report) => string.Join('\n',
    [
        $"{report.Start:O} {report.IsPartial} {report.IsApproximate} {report.SkippedBefore}",
        Text(report.Now),
        report.Before is { } before ? Text(before) : "first",
        .. report.Items.Rising.Select(each => "item up " + Text(each)),
        .. report.Items.Falling.Select(each => "item down " + Text(each)),
        .. report.Items.Turning.Select(each => "item both " + Text(each)),
        .. report.Categories.Rising.Select(each => "category up " + Text(each)),
        .. report.Categories.Falling.Select(each => "category down " + Text(each)),
        .. report.Brands.Rising.Select(each => "brand up " + Text(each)),
        .. report.Brands.Falling.Select(each => "brand down " + Text(each)),
        .. report.Contrasts.Select(each =>
            $"contrast {each.Item} {each.Views.Before} {each.Views.Now} {each.Demand.Before} {each.Demand.Now}"),
        .. report.AgainstCategory.Select(each =>
            $"against {each.Item} {each.Demand.Before} {each.Demand.Now} {each.Category.Item} {each.Category.Before} "
            + $"{each.Category.Now}"),
    ]);

    private static string Text(in InsightFigures f)
    {
        var (left, gaps) = (f.CartsLeft, f.Gaps);
        return string.Create(
            English,
            $"{f.Views} {f.Carts} {f.Removals} {f.Purchases} {f.Returns} {f.Users} {f.Revenue:0.00} "
            + $"left {left.Count} {left.Lines} {left.Worth:0.00} {left.LinesWithoutPrice} {left.TakenUp} "
            + $"{f.ViewToCart.Converted}/{f.ViewToCart.Users} {f.CartToPurchase.Converted}/{f.CartToPurchase.Users} "
            + $"{f.ViewToPurchase.Converted}/{f.ViewToPurchase.Users} "
            + $"gaps {gaps.WithoutUser} {gaps.WithoutCategory} {gaps.WithoutBrand} {gaps.PurchasesWithoutPrice}");
    }

    private static string Text<T>(InsightChange<T> each)
        where T : notnull => string.Create(
        English,
        $"{each.Item} {each.Before} {each.Now} {each.Score:0.000000} {each.Since:O} {each.CountBefore} "
        + $"{each.MayBeOlder} {each.TurnedFrom:O} {string.Join(',', each.Counts)}");

    private long IndexOf(Interaction value) =>
        (long)Math.Floor((value.EventTime - options.Origin) / period);

    private DateTimeOffset StartOf(long index) => options.Origin + (period * index);

    private string Describe(long index, long first, bool isPartial)
    {
        var lists = isPartial || index == first ? [] : Lists(index, first);
        return string.Join('\n',
        [
            $"{StartOf(index):O} {isPartial} False 0",
            Figures(index),
            index == first ? "first" : Figures(index - 1),
            .. lists,
        ]);
    }

    private string Figures(long index)
    {
        var all = events.Where(each => IndexOf(each) == index).ToList();
        var counted = all.Where(each => each.Quantity >= 0).ToList();
        long Of(InteractionKind kind) => counted.Count(each => each.Kind == kind);
        var sold = all.Where(each => each.Kind == InteractionKind.Purchase)
            .Select(each => PriceAt(each.Item, each.EventTime) * each.Quantity).ToList();
        var known = all.Where(each => !each.User.IsNone).ToList();
        HashSet<Id> Who(InteractionKind kind) =>
            [.. known.Where(each => each.Kind == kind && each.Quantity >= 0).Select(each => each.User)];
        string Both(InteractionKind from, InteractionKind to) =>
            $"{Who(from).Intersect(Who(to)).Count()}/{Who(from).Count}";
        return string.Create(
            English,
            $"{Of(InteractionKind.View)} {Of(InteractionKind.Cart)} {Of(InteractionKind.Remove)} "
            + $"{Of(InteractionKind.Purchase)} {all.Count(each => each.Quantity < 0)} "
            + $"{known.Select(each => each.User).Distinct().Count()} {sold.Sum(each => each ?? 0):0.00} "
            + $"left {Carts(index)} {Both(InteractionKind.View, InteractionKind.Cart)} "
            + $"{Both(InteractionKind.Cart, InteractionKind.Purchase)} "
            + $"{Both(InteractionKind.View, InteractionKind.Purchase)} "
            + $"gaps {all.Count - known.Count} {all.Count(each => InsightsTests.CategoryOf(each.Item) is null)} "
            + $"{all.Count(each => InsightsTests.BrandOf(each.Item) is null)} {sold.Count(each => each is null)}");
    }

    private decimal? PriceAt(Id item, DateTimeOffset time) =>
        events.Where(each => each.Item == item && each.EventTime <= time && each.Price is not null)
            .Select(each => each.Price).LastOrDefault();

    // Each cart by itself, from its first event on: it is left where its gap ends before its next change.
    private string Carts(long index)
    {
        var (count, lines, worth, unknown, taken) = (0, 0, 0m, 0, 0);
        var gap = options.AbandonAfter!.Value;
        foreach (var user in events.Where(each => !each.User.IsNone).GroupBy(each => each.User))
        {
            var open = new Dictionary<Id, int>();
            var (end, isLeft) = (DateTimeOffset.MaxValue, false);
            foreach (var each in user.Where(Changes).Append(default))
            {
                var at = each.Item.IsNone ? events[^1].EventTime : each.EventTime;
                if (!isLeft && open.Count > 0 && end <= at)
                {
                    isLeft = true;
                    var prices = open.Select(line => PriceAt(line.Key, end.AddTicks(-1)) * line.Value).ToList();
                    var isOfPeriod = IndexAt(end) == index;
                    count += isOfPeriod ? 1 : 0;
                    lines += isOfPeriod ? prices.Count : 0;
                    worth += isOfPeriod ? prices.Sum(price => price ?? 0) : 0;
                    unknown += isOfPeriod ? prices.Count(price => price is null) : 0;
                }

                if (!each.Item.IsNone && Apply(open, each))
                {
                    taken += isLeft && IndexOf(each) == index ? 1 : 0;
                    (end, isLeft) = (each.EventTime + gap, false);
                }
            }
        }

        return string.Create(English, $"{count} {lines} {worth:0.00} {unknown} {taken}");
    }

    private long IndexAt(DateTimeOffset time) => (long)Math.Floor((time - options.Origin) / period);

    private static bool Changes(Interaction each) => each.Kind != InteractionKind.View;

    // Whether anything changed: a purchase changes the cart of who is known, also where the item is not in it.
    private static bool Apply(Dictionary<Id, int> open, Interaction each)
    {
        switch (each.Kind)
        {
            case InteractionKind.Cart when each.Quantity >= 1:
                open[each.Item] = open.GetValueOrDefault(each.Item) + each.Quantity;
                return true;
            case InteractionKind.Remove:
                return open.Remove(each.Item);
            case InteractionKind.Purchase when each.Quantity >= 0:
                var isKnown = open.Count > 0;
                open.Remove(each.Item);
                return isKnown;
            default:
                return false;
        }
    }

    private IEnumerable<string> Lists(long index, long first)
    {
        var ids = Enumerable.Range(0, InsightsTests.Items).Select(each => (Id)each).ToList();
        var items = Changes(index, first, ids, Demand);
        var categories = Changes(
            index, first, ids.Select(InsightsTests.CategoryOf).OfType<Id>().Distinct(),
            (category, at) => ids.Where(item => InsightsTests.CategoryOf(item) == category)
                .Sum(item => Demand(item, at)));
        var brands = Changes(
            index, first, ids.Select(InsightsTests.BrandOf).OfType<string>().Distinct(),
            (brand, at) => ids.Where(item => InsightsTests.BrandOf(item) == brand).Sum(item => Demand(item, at)));
        var top = options.Ranking.Top;
        return
        [
            .. Up(items).Take(top).Select(each => "item up " + Text(each)),
            .. Down(items).Take(top).Select(each => "item down " + Text(each)),
            .. items.Where(each => each.TurnedFrom is not null)
                .OrderByDescending(each => Math.Abs(each.Score)).ThenBy(each => each.Item).Take(top)
                .Select(each => "item both " + Text(each)),
            .. Up(categories).Take(top).Select(each => "category up " + Text(each)),
            .. Down(categories).Take(top).Select(each => "category down " + Text(each)),
            .. Up(brands).Take(top).Select(each => "brand up " + Text(each)),
            .. Down(brands).Take(top).Select(each => "brand down " + Text(each)),
            .. Contrasts(index, items),
            .. AgainstCategory(items, categories),
        ];
    }

    private IEnumerable<string> Contrasts(long index, List<InsightChange<Id>> items) =>
        (from each in items
         let before = Views(each.Item, index - 1)
         let now = Views(each.Item, index)
         let score = Score(before, now)
         where Math.Abs(score) >= options.Ranking.MinScore && score * each.Score < 0
         orderby Math.Min(Math.Abs(score), Math.Abs(each.Score)) descending, each.Item
         select $"contrast {each.Item} {before} {now} {each.Before} {each.Now}").Take(options.Ranking.Top);

    private IEnumerable<string> AgainstCategory(List<InsightChange<Id>> items, List<InsightChange<Id>> categories) =>
        (from each in items
         from category in categories
         where category.Item == InsightsTests.CategoryOf(each.Item) && category.Score * each.Score < 0
         orderby Math.Min(Math.Abs(category.Score), Math.Abs(each.Score)) descending, each.Item
         select $"against {each.Item} {each.Before} {each.Now} {category.Item} {category.Before} {category.Now}")
            .Take(options.Ranking.Top);

    private double Demand(Id item, long index) => events.Count(each =>
        each.Item == item && IndexOf(each) == index && each.Quantity >= 0
        && each.Kind is InteractionKind.Cart or InteractionKind.Purchase);

    private double Views(Id item, long index) => events.Count(each =>
        each.Item == item && IndexOf(each) == index && each.Quantity >= 0 && each.Kind == InteractionKind.View);

    private static double Score(double before, double now) =>
        before == now ? 0 : (now - before) / Math.Sqrt(now + before);

    private static IEnumerable<InsightChange<T>> Up<T>(List<InsightChange<T>> changes)
        where T : notnull => changes.Where(each => each.Score > 0)
        .OrderByDescending(each => each.Score).ThenByDescending(each => each.Now).ThenBy(each => each.Item);

    private static IEnumerable<InsightChange<T>> Down<T>(List<InsightChange<T>> changes)
        where T : notnull => changes.Where(each => each.Score < 0)
        .OrderBy(each => each.Score).ThenByDescending(each => each.Before).ThenBy(each => each.Item);

    private List<InsightChange<T>> Changes<T>(long index, long first, IEnumerable<T> all, Func<T, long, double> count)
        where T : notnull
    {
        var oldest = Math.Max(first, index - options.PeriodsKept + 1);
        return
        [
            .. from item in all
               let counts = Enumerable.Range(0, (int)(index - oldest) + 1)
                   .Select(at => count(item, oldest + at)).ToArray()
               let score = Score(counts[^2], counts[^1])
               where score != 0 && Math.Abs(score) >= options.Ranking.MinScore
               let steps = Enumerable.Range(1, counts.Length - 1)
                   .Select(at => (At: at, Score: Score(counts[at - 1], counts[at]))).ToArray()
               let start = Began(steps, score)
               let turned = steps.Where(step => step.At < start && step.Score * score < 0
                   && Math.Abs(step.Score) >= options.Ranking.MinScore).Select(step => step.At).DefaultIfEmpty(0).Max()
               select new InsightChange<T>(item, counts[^2], counts[^1], score)
               {
                   Since = StartOf(oldest + start),
                   CountBefore = counts[start - 1],
                   MayBeOlder = start == 1 && oldest > first,
                   TurnedFrom = turned == 0 ? null : StartOf(oldest + turned),
                   Counts = counts,
               },
        ];
    }

    // The first step of the unbroken run of one direction that ends now.
    private static int Began((int At, double Score)[] steps, double score) =>
        steps.Reverse().TakeWhile(step => Math.Sign(step.Score) == Math.Sign(score)).Last().At;
}
