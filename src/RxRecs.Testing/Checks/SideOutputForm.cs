using System.Reactive.Concurrency;

namespace RxRecs.Testing;

/// <summary>
/// Finds the form of an operator that emits its results and its side events as one sequence, so that it goes through
/// the same checks as the plain form.
/// </summary>
internal static class SideOutputForm
{
    public static IEnumerable<ContractCheck> Checks<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase) =>
        FormsOf(operatorCase).SelectMany(form => form.Checks());

    private static IEnumerable<ISideOutputCase> FormsOf<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase)
    {
        foreach (var each in Build(operatorCase)?.GetType().GetInterfaces() ?? [])
        {
            if (!each.IsGenericType)
            {
                continue;
            }

            var types = each.GenericTypeArguments;
            if (each.GetGenericTypeDefinition() == typeof(IEventTimeObservable<,>) && types[1] == typeof(TResult))
            {
                yield return Make(typeof(EventTimeForm<,,>), [typeof(TEvent), .. types], operatorCase);
            }
            else if (each.GetGenericTypeDefinition() == typeof(ISanitizeObservable<>) && types[0] == typeof(TResult))
            {
                yield return Make(typeof(SanitizeForm<,>), [typeof(TEvent), .. types], operatorCase);
            }
        }
    }

    // An operator that cannot be built fails its other checks.
    private static IObservable<TResult>? Build<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase)
    {
        try
        {
            return operatorCase.Build(
                new ProbeSource<TEvent>(), new FaultInjector(), new HistoricalScheduler(SampleInteractions.Start));
        }
        catch (Exception)
        {
            // The checks of the plain form build it too, and report this.
            return null;
        }
    }

    private static ISideOutputCase Make(Type definition, Type[] types, object operatorCase) =>
        (ISideOutputCase)Activator.CreateInstance(definition.MakeGenericType(types), operatorCase)!;

    private sealed class EventTimeForm<TEvent, TLate, TResult>(OperatorCase<TEvent, TResult> plain)
        : SideOutputCase<TEvent, EventTimeResult<TLate, TResult>, TResult>(plain)
    {
        protected override string Form => "WithLateEvents";

        public override bool IsResult(EventTimeResult<TLate, TResult> element) => element.IsResult;

        public override TResult ResultOf(EventTimeResult<TLate, TResult> element) => element.Result!;

        public override long? SetAside(EventTimeResult<TLate, TResult> element) => element.Counts?.Late;

        protected override IObservable<EventTimeResult<TLate, TResult>> Everything(IObservable<TResult> output) =>
            ((IEventTimeObservable<TLate, TResult>)output).WithLateEvents();
    }

    private sealed class SanitizeForm<TEvent, TResult>(OperatorCase<TEvent, TResult> plain)
        : SideOutputCase<TEvent, SanitizeResult<TResult>, TResult>(plain)
    {
        protected override string Form => "WithRejected";

        public override bool IsResult(SanitizeResult<TResult> element) => element.IsPassed;

        public override TResult ResultOf(SanitizeResult<TResult> element) => element.Event!;

        public override long? SetAside(SanitizeResult<TResult> element) => element.Counts?.Rejected;

        protected override IObservable<SanitizeResult<TResult>> Everything(IObservable<TResult> output) =>
            ((ISanitizeObservable<TResult>)output).WithRejected();
    }
}
