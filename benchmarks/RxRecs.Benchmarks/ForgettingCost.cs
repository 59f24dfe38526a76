using System.Diagnostics;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Benchmarks;

/// <summary>
/// Tells what it costs to be able to forget: an event with and without, a saved state, forgetting the busiest user
/// alone and a hundred at once, and merging a guest who has just come.
/// </summary>
/// <remarks>
/// <c>dotnet run --project benchmarks/RxRecs.Benchmarks -c Release -- forget [events] [similar|shop] [rounds]</c>;
/// processor time, all threads of the process.
/// </remarks>
public static class ForgettingCost
{
    private const int Users = 100_000;
    private const int Items = 20_000;
    private static readonly DateTimeOffset Start = new(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
        var isShop = args.Length > 1 && args[1] == "shop";
        var rounds = args.Length > 2 ? int.Parse(args[2]) : 2;
        var events = Make(count);
        for (var round = 0; round < rounds; round++)
        {
            var plain = Recommender();
            Console.WriteLine($"without: {Learn(plain, events):n0} ns/event");
            using var erasable = new ErasableRecommender<Interaction, Id, Id>(
                Recommender, UserSelectors.Interactions, new ErasureOptions { MaxEvents = count });
            Console.WriteLine($"with:    {Learn(erasable, events):n0} ns/event");
            Time("saved state", () => Save(plain));
            Time("forget the busiest user", () => $"{erasable.Forget(1).Changed:n0} events");
            Time("forget 100 users at once", () =>
            {
                var changes = Enumerable.Range(2, 100).Select(user => UserChange<Id>.Forget(user, Start)).ToList();
                return $"{erasable.ApplyAll(changes).Sum(each => each.Changed):n0} events";
            });
            erasable.Learn(new Interaction(Start.AddSeconds(count), InteractionKind.View, "guest", 5));
            Time("merge a guest who has just come", () => $"{erasable.Merge("guest", 200).Changed:n0} events");
        }

        return 0;

        IRecommender<Interaction, Id, Id> Recommender() => isShop
            ? new ShopRecommender()
            : new SimilarItemsRecommender<Interaction, Id, Id>(static value => value.User, static value => value.Item);
    }

    private static double Learn(IRecommender<Interaction, Id, Id> recommender, Interaction[] events)
    {
        var started = ProcessorTime();
        foreach (var value in events)
        {
            recommender.Learn(value);
        }

        return (ProcessorTime() - started).TotalNanoseconds / events.Length;
    }

    private static string Save(IRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return $"{writer.Written.Length:n0} bytes";
    }

    private static void Time(string what, Func<string> action)
    {
        var started = ProcessorTime();
        var found = action();
        Console.WriteLine($"{what}: {found}, {(ProcessorTime() - started).TotalMilliseconds:n0} ms");
    }

    private static TimeSpan ProcessorTime() => Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>
    /// Events of users and items of which few are busy: the cube of an even share. They are that on purpose, and not the
    /// synthetic shop's, so that the busiest user has a known part of them, some 2 % with 100,000 users.
    /// </summary>
    private static Interaction[] Make(int count)
    {
        var random = new Random(7);
        int Skewed(int most) => 1 + (int)(most * Math.Pow(random.NextDouble(), 3));
        return
        [
            .. Enumerable.Range(0, count).Select(place => new Interaction(
                Start.AddSeconds(place),
                random.Next(10) switch
                {
                    0 => InteractionKind.Cart,
                    1 => InteractionKind.Purchase,
                    _ => InteractionKind.View,
                },
                Skewed(Users),
                Skewed(Items))),
        ];
    }
}
