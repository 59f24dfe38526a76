using Microsoft.Extensions.Logging;

namespace RxRecs.Hosting;

/// <summary>Describes a pipeline before there is a container.</summary>
internal abstract class PipelineDefinition
{
    /// <summary>Tells whether it reads from Kafka, by a loop that tells when it turns.</summary>
    public abstract bool ReadsFromKafka { get; }

    /// <summary>Makes the pipeline and runs it until its source has ended or the host stops; what it fails with is
    /// thrown.</summary>
    public abstract void Run(
        RxRecsPipeline pipeline,
        RxRecsSettings settings,
        IServiceProvider services,
        TimeProvider clock,
        ILogger logger,
        CancellationToken stopping);

    protected static void Run<TResult>(
        RxRecsPipeline pipeline,
        Func<IObservable<TResult>> source,
        IObserver<TResult> results,
        CancellationToken stopping)
    {
        try
        {
            using var observer = new ResultObserver<TResult>(Made(results, "results"));
            observer.SubscribeTo(Made(source(), "pipeline"));
            pipeline.Subscribed();
            observer.Wait(stopping);
        }
        finally
        {
            (results as IDisposable)?.Dispose();
        }
    }

    private static T Made<T>(T? made, string function)
        where T : class =>
        made ?? throw new InvalidOperationException($"The function that makes the {function} returned null.");
}
