namespace RxRecs.Kafka;

/// <summary>Checks what a handler gives for a task.</summary>
internal static class HandlerTask
{
    public static Task Of(Task? task) =>
        task ?? throw new InvalidOperationException("The handler gave null for a task.");
}
