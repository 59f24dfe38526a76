using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace RxRecs.Live;

/// <summary>
/// Serves the page with states that a test sends, so that a test decides what the page hears and when. It can be
/// stopped and started again at the same address.
/// </summary>
internal sealed class PageServer : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "RxRecs.Live", "wwwroot");

    private readonly Lock _gate = new();
    private readonly List<Channel<string>> _readers = [];
    private WebApplication? _application;
    private string? _newest;
    private int _port;

    /// <summary>The address of the page.</summary>
    public string Address => $"http://127.0.0.1:{_port}/";

    /// <summary>The paths and queries of the lists that were asked for.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Answers a request for a list.</summary>
    public Func<HttpRequest, IResult> Answer { get; set; } = _ => TypedResults.Json(PageStates.List("7", "9"));

    /// <summary>The brand that rises in the report of the newest minute.</summary>
    public string Brand { get; set; } = "emil";

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        var application = builder.Build();
        application.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
            return next(context);
        });
        var files = new PhysicalFileProvider(Folder);
        application.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        application.UseStaticFiles(new StaticFileOptions { FileProvider = files });
        application.MapGet("/events", StreamAsync);
        application.MapGet("/recommendations/{user}", AnswerList);
        application.MapGet("/session/next", AnswerList);
        application.MapGet("/insights", () => TypedResults.Json(new { report = PageStates.Insights(Brand) }));
        await application.StartAsync();
        _port = new Uri(application.Urls.Single()).Port;
        _application = application;
    }

    /// <summary>Ends the server and every stream; what it knew is forgotten.</summary>
    public async Task StopAsync()
    {
        lock (_gate)
        {
            _newest = null;
            _readers.ForEach(reader => reader.Writer.TryComplete());
            _readers.Clear();
        }

        if (_application is { } application)
        {
            _application = null;
            await application.StopAsync();
            await application.DisposeAsync();
        }
    }

    /// <summary>Sends a state to whoever listens, and to whoever connects later.</summary>
    public void Send(object state)
    {
        lock (_gate)
        {
            _newest = JsonSerializer.Serialize(state);
            _readers.ForEach(reader => reader.Writer.TryWrite(_newest));
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private IResult AnswerList(HttpRequest request)
    {
        lock (_gate)
        {
            Asked.Add(request.Path + request.QueryString);
        }

        return Answer(request);
    }

    private async Task StreamAsync(HttpContext context)
    {
        var channel = Channel.CreateUnbounded<string>();
        lock (_gate)
        {
            _readers.Add(channel);
            if (_newest is { } newest)
            {
                channel.Writer.TryWrite(newest);
            }
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        try
        {
            await foreach (var state in channel.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync($"event: state\ndata: {state}\n\n", context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }
}
