using System.Reactive.Linq;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Leaves out interactions that an operator has no key for, and counts them on the meter under its name.
/// </summary>
internal static class KnownKeys
{
    public static IObservable<Interaction> OfKnownUsers(
        this IObservable<Interaction> source, string operatorName, Func<Interaction, bool>? counts = null) =>
        source.Where(value => !value.User.IsNone || IsLeftOut(operatorName, counts is null || counts(value)));

    public static IObservable<Interaction> OfKnownSessions(
        this IObservable<Interaction> source, string operatorName, Func<Interaction, bool>? counts = null) =>
        source.Where(value => value.Session is not null || IsLeftOut(operatorName, counts is null || counts(value)));

    public static IObservable<Interaction> OfKnownVisitors(
        this IObservable<Interaction> source, string operatorName) =>
        source.Where(value =>
            !value.User.IsNone || !string.IsNullOrEmpty(value.Session) || IsLeftOut(operatorName, counts: true));

    private static bool IsLeftOut(string operatorName, bool counts)
    {
        if (counts)
        {
            SetAsideEvents.Add(operatorName, SetAsideEvents.NoKey);
        }

        return false;
    }
}
