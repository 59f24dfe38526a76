using System.Reactive.Linq;

namespace RxRecs.Tests.Erasure;

/// <summary>Results of any type as objects.</summary>
internal static class Boxing
{
    public static IObservable<object> Box<T>(this IObservable<T> source) => source.Select(static each => (object)each!);
}
