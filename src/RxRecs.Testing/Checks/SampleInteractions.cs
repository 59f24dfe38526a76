using System.Globalization;

namespace RxRecs.Testing;

/// <summary>Makes small shops from a seed, which property tests and the contract suite feed to operators.</summary>
public static class SampleInteractions
{
    /// <summary>Gets the time of the first interaction: midnight of Monday, 6 January 2020, in UTC.</summary>
    public static DateTimeOffset Start { get; } = new(2020, 1, 6, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Gets the time within which <see cref="Disordered"/> shuffles. With this allowed lateness few events are late,
    /// with none many.
    /// </summary>
    public static TimeSpan Disorder { get; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Interactions of all kinds, a minute apart on average, out of order by up to <see cref="Disorder"/>, one in fifty
    /// by up to three hours. Few users and items, so that keys repeat; some without user, session, category, brand or
    /// price.
    /// </summary>
    /// <param name="random">The seeded source of randomness.</param>
    /// <param name="count">The number of interactions.</param>
    /// <returns>The interactions, in order of arrival.</returns>
    public static IReadOnlyList<Interaction> Disordered(Random random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        var interactions = new Interaction[count];
        for (var i = 0; i < count; i++)
        {
            var behind = random.Next(50) == 0 ? TimeSpan.FromHours(3) : Disorder;
            var time = Start.AddMinutes(i).AddSeconds(random.Next(60)) - behind * random.NextDouble();
            interactions[i] = One(random, time);
        }

        return interactions;
    }

    private static Interaction One(Random random, DateTimeOffset time)
    {
        var item = Skewed(random, 12);
        var user = random.Next(20) == 0 ? -1 : Skewed(random, 8);
        return new Interaction(time, (InteractionKind)random.Next(4), user < 0 ? Id.None : user, item)
        {
            Session = random.Next(20) == 0 ? null : Text("s", user + random.Next(2)),
            Category = item % 5 == 4 ? Id.None : item % 3,
            CategoryPath = item % 5 == 4 ? null : Text("c", item % 3),
            Brand = item % 4 == 3 ? null : Text("b", item % 4),
            Price = random.Next(20) == 0 ? null : 1.25m * (item + 1),
            Quantity = 1 + random.Next(2),
        };
    }

    /// <summary>Low numbers more often than high ones.</summary>
    private static int Skewed(Random random, int count) => Math.Min(random.Next(count), random.Next(count));

    private static string Text(string prefix, long number) =>
        string.Intern(prefix + number.ToString(CultureInfo.InvariantCulture));
}
