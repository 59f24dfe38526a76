using System.CommandLine;

namespace RxRecs.Shop.Options;

/// <summary>
/// The weight of each kind of event, as <c>purchase=3,cart=1</c>; a kind that is not named counts nothing.
/// </summary>
internal static class KindsOption
{
    public static Option<KindWeights> Create() => new("--kinds")
    {
        Description = "What counts how much: view, cart and purchase, such as purchase=3,cart=1 or view. "
            + "[default: purchase=1,cart=1]",
        HelpName = "KIND=X,…",
        CustomParser = result =>
        {
            var weights = new KindWeights { Cart = 0, Purchase = 0 };
            foreach (var part in result.Tokens.SelectMany(token => token.Value.Split(',')))
            {
                var (kind, weight) = part.Split('=', 2) is [var name, var text] ? (name, text) : (part, "1");
                if (!double.TryParse(weight, out var value) || value is not (>= 0 and <= 1_000_000)
                    || With(weights, kind.ToLowerInvariant(), value) is not { } changed)
                {
                    result.AddError(
                        $"--kinds: '{part}' is not a kind and a weight; expected such as view, cart=1 or purchase=3.");
                    return weights;
                }

                weights = changed;
            }

            return weights;
        },
    };

    /// <summary>A list of kinds.</summary>
    public static Option<IReadOnlySet<InteractionKind>?> CreateList(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "KIND,…",
        CustomParser = result =>
        {
            var kinds = new HashSet<InteractionKind>();
            foreach (var part in result.Tokens.SelectMany(token => token.Value.Split(',')))
            {
                if (KindNames.Find(part) is not { } kind)
                {
                    result.AddError($"{name}: '{part}' is not one of {KindNames.All}.");
                    return null;
                }

                kinds.Add(kind);
            }

            return kinds;
        },
    };

    private static KindWeights? With(KindWeights weights, string kind, double value) => kind switch
    {
        "view" => weights with { View = value },
        "cart" => weights with { Cart = value },
        "purchase" => weights with { Purchase = value },
        _ => null,
    };
}
