using System.Reactive.Linq;
using RxRecs.Csv;
using RxRecs.Interactions;
using RxRecs.Quality;
using RxRecs.Shop.Generation;
using RxRecs.Shop.Output;
using RxRecs.Time;

namespace RxRecs.Shop.Input;

/// <summary>
/// From files to clean events in order of event time, the part of the pipeline that all commands share: read, set aside what
/// cannot be, keep what is asked for, put in order.
/// </summary>
internal static class ShopInput
{
    public static IObservable<Interaction> Open(InputSettings settings, InputCounts counts, ProgressBar bar, CancellationToken stop)
    {
        return Observable.Empty<Interaction>();
    }
}
