using System.Globalization;

namespace RxRecs.Tests.Bounds;

/// <summary>Interactions with keys that never come again.</summary>
internal static class Flood
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    public static void Send(IObserver<Interaction> target, KeyShape shape, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            target.OnNext(At(shape, i));
        }
    }

    private static Interaction At(KeyShape shape, int i)
    {
        var user = shape == KeyShape.Items ? 1 : i + 1;
        var item = shape == KeyShape.Users ? 1 : i + 1;
        var kind = i % 2 == 0 ? InteractionKind.Cart : InteractionKind.Purchase;
        return new Interaction(Start + (Step * i), kind, user, item)
        {
            Session = user.ToString(CultureInfo.InvariantCulture),
            Brand = item.ToString(CultureInfo.InvariantCulture),
            Category = item,
        };
    }
}
