using RxRecs.Kafka;
using RxRecs.Kafka.Replay;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>replay</c> has done.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Replay">What was written.</param>
/// <param name="IsResumable">Tells whether the records say which rows they are.</param>
/// <param name="DeadLetters">The number of rows that could not be read and were written.</param>
/// <param name="Signal">The signal that has ended it, where one has.</param>
internal sealed record ReplayOutput(
    string Topic, KafkaReplaySummary Replay, bool IsResumable, long DeadLetters, StopSignal Signal)
{
    public static ResultTable<ReplayOutput> Summary { get; } = new("replay", Say)
    {
        { "topic", done => done.Topic },
        { "sent", done => done.Replay.Totals.Sent },
        { "confirmed", done => done.Replay.Totals.Confirmed },
        { "already_there", done => done.Replay.Totals.AlreadyThere },
        { "not_sampled", done => done.Replay.Totals.NotSampled },
        { "dead_letters", done => done.DeadLetters },
        { "bytes", done => done.Replay.Totals.Bytes },
        { "seconds", done => done.Replay.Totals.Elapsed },
        { "completed", done => done.Replay.Completed },
    };

    // Only a replay with --resume says in its records which rows they are.
    private static string GoOn(ReplayOutput done) => done.IsResumable
        ? "the same command goes on from there"
        : "without --resume the next one begins anew";

    private static string Say(ReplayOutput done)
    {
        var totals = done.Replay.Totals;
        var rate = totals.Sent / Math.Max(0.001, totals.Elapsed.TotalSeconds);
        return $"Topic {done.Topic}: {Plain.Count(totals.Sent, "record")} sent, {totals.Confirmed:#,0} confirmed"
            + $" ({totals.Elapsed.TotalSeconds:#,0.0} s, {rate:#,0}/s)"
            + (totals.AlreadyThere > 0 ? $", {totals.AlreadyThere:#,0} there already" : "")
            + (totals.NotSampled > 0 ? $", {totals.NotSampled:#,0} of users outside the share" : "")
            + (done.DeadLetters > 0 ? $", {Plain.Count(done.DeadLetters, "dead letter")}" : "")
            + (done.Replay.Completed ? "." : $"; stopped by {done.Signal.Name}: {GoOn(done)}.");
    }
}
