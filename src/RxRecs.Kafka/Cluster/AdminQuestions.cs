using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Puts questions to an admin client so that no answer can end the process. One that the client library cannot take
/// apart, such as that about a partition of which no replica is in sync, ends its client for good: that question is
/// never answered, and whoever puts another one, or disposes of the client, uses memory that is freed. So questions are
/// put one after the other, and a client that owes an answer for longer than it may is left alone and made anew.
/// </summary>
/// <param name="connect">The function that makes an admin client.</param>
/// <param name="clock">The clock that measures how long an answer takes; the system's unless given.</param>
internal sealed class AdminQuestions(Func<IAdminClient> connect, TimeProvider? clock = null) : IAsyncDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1);
    private IAdminClient? _client = connect();
    private bool _isDisposed;

    /// <summary>Asks, once whoever asked before has been answered.</summary>
    /// <param name="question">The function that puts the question.</param>
    /// <param name="timeout">The time that it gives the brokers.</param>
    /// <exception cref="KafkaException">Nobody answers, a broker refuses, or it has been disposed.</exception>
    public async Task<TAnswer> AskAsync<TAnswer>(Func<IAdminClient, Task<TAnswer>> question, TimeSpan timeout)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isDisposed)
            {
                throw new KafkaException(ErrorCode.Local_State);
            }

            _client ??= connect();
            return await question(_client).WaitAsync(timeout + Margin, clock ?? TimeProvider.System)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _client = null;
            throw new KafkaException(ErrorCode.Local_TimedOut);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc cref="AskAsync{TAnswer}"/>
    public Task AskAsync(Func<IAdminClient, Task> question, TimeSpan timeout) => AskAsync(
        async client =>
        {
            await question(client).ConfigureAwait(false);
            return true;
        },
        timeout);

    /// <summary>Disposes of the client once nobody waits for an answer any more; at once if nobody does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        _client?.Dispose();
        _client = null;
        _turn.Release();
    }
}
