using System.CommandLine;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>Refuses options that have no effect beside others: whoever gives one takes it for heeded.</summary>
internal static class IdleOptions
{
    /// <summary>Refuses the first of the options that is given.</summary>
    /// <param name="run">The run.</param>
    /// <param name="where">Tells where they have no effect, such as <c>with --by cosine</c>.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="UsageException">One of them is given.</exception>
    public static void Refuse(ShopRun run, string where, params IEnumerable<Option> options)
    {
        if (options.FirstOrDefault(run.IsGiven) is { } idle)
        {
            throw new UsageException($"{idle.Name} has no effect {where}.");
        }
    }
}
