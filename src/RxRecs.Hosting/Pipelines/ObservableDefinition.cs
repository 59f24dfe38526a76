using Microsoft.Extensions.Logging;

namespace RxRecs.Hosting;

/// <summary>A pipeline over any source.</summary>
internal sealed class ObservableDefinition<TResult>(
    Func<RxRecsContext, IObservable<TResult>> pipeline, Func<RxRecsContext, IObserver<TResult>> results)
    : PipelineDefinition
{
    public override bool ReadsFromKafka => false;

    public override void Run(
        RxRecsPipeline own,
        RxRecsSettings settings,
        IServiceProvider services,
        TimeProvider clock,
        ILogger logger,
        CancellationToken stopping)
    {
        var context = new RxRecsContext(own.Name, services, null, new NoticeLog(logger), clock, stopping);
        Run(own, () => pipeline(context), results(context), stopping);
    }
}
