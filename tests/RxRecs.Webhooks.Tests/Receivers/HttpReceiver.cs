using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RxRecs.Webhooks;

/// <summary>A receiver on this machine that speaks HTTP.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpReceiver(WebApplication app) => _app = app;

    public Uri Hook => new(new Uri(_app.Urls.Single()), "/hook");

    /// <summary>Starts it on a free port.</summary>
    /// <param name="answer">Answers a request.</param>
    public static async Task<HttpReceiver> StartAsync(Func<Received, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context => await answer(await ReadAsync(context.Request), context));
        await app.StartAsync();
        return new HttpReceiver(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<Received> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return new(
            request.Headers["webhook-id"].ToString(),
            long.Parse(request.Headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture),
            request.Headers["webhook-signature"].ToString(),
            await reader.ReadToEndAsync());
    }
}
