using FsCheck;
using FsCheck.Fluent;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Erasure;

/// <summary>Small pasts of a shop, and where they are changed.</summary>
internal static class Pasts
{
    public const int Users = 4;

    /// <summary>The user whose events only tell the time.</summary>
    public const int Clock = 9;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(20);

    public static TimeSpan Lateness { get; } = TimeSpan.FromHours(6);

    /// <summary>Options that end a segment every ten events, and let none go.</summary>
    public static ErasureOptions TenAtATime { get; } = new() { MaxEvents = 1_000, Segments = 100 };

    /// <summary>Events out of order within the lateness, of users and of visits without one.</summary>
    public static Arbitrary<Interaction[]> Disordered { get; } =
        (from minutes in Gen.Choose(0, 300)
         from kind in Gen.Choose(0, 3)
         from user in Gen.Choose(-1, Users - 1)
         from item in Gen.Choose(1, 8)
         from session in Gen.Elements(null, "one", "other")
         select new Interaction(
             Shop.Start.AddMinutes(minutes), (InteractionKind)kind, user < 0 ? Id.None : user, item)
         {
             Session = session,
             Brand = item < 6 ? $"brand {item % 3}" : null,
             Quantity = 1 + (item % 2),
             Price = item,
         }).ArrayOf().Select(static events => events.Select(Later).ToArray()).ToArbitrary();

    public static Arbitrary<(int Cut, int User)> Choice { get; } =
        (from cut in Gen.Choose(0, 1000) from user in Gen.Choose(0, Users - 1) select (cut, user)).ToArbitrary();

    /// <summary>Changes of all kinds, of few users, so that they chain, repeat and go in circles.</summary>
    public static Arbitrary<UserChange<Id>[]> Changes { get; } =
        (from kind in Gen.Choose(0, 3)
         from user in Gen.Choose(0, Users)
         from guest in Gen.Choose(0, Users)
         select kind switch
         {
             0 => UserChange<Id>.Forget(user, Shop.Start),
             1 => UserChange<Id>.MergeVisit(guest % 2 == 0 ? "one" : "other", user, Shop.Start),
             _ => UserChange<Id>.Merge(guest, user, Shop.Start),
         }).ArrayOf(6).ToArbitrary();

    /// <summary>Cuts the events, and lets another user's event bring time to where the change leaves it.</summary>
    public static (List<Interaction> Before, Interaction[] After) Cut(Interaction[] events, int at)
    {
        var cut = at % (events.Length + 1);
        var now = events[..cut].Select(static each => each.EventTime).Append(Shop.Start).Max();
        return ([.. events[..cut], new(now, InteractionKind.View, Clock, 8)], events[cut..]);
    }

    public static Interaction Moved(Interaction value, Id guest, Id account) =>
        value.User == guest ? value with { User = account } : value;

    private static Interaction Later(Interaction value, int place) =>
        new(value.EventTime + (place * Step), value.Kind, value.User, value.Item)
        {
            Session = value.Session,
            Brand = value.Brand,
            Quantity = value.Quantity,
            Price = value.Price,
        };
}
