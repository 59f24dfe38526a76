using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RxRecs.Live.Messages;

namespace RxRecs.Live.Http;

/// <summary>Describes the endpoints for the OpenAPI document: what each takes, and each of its answers.</summary>
internal static class ApiDescription
{
    private const string KeyScheme = "key";

    // Whatever is asked: a parameter that is none, a key that is missing, a limit, a pipeline without time.
    private static readonly int[] Problems = [400, 401, 429, 503];

    /// <summary>Describes an endpoint that answers with a value.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="problems">The statuses of problems that not every endpoint has.</param>
    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder endpoint, params int[] problems) =>
        endpoint.Produces<T>().HasProblems(problems);

    /// <summary>Describes an endpoint that changes something.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="problems">The statuses of problems that not every such endpoint has.</param>
    public static RouteHandlerBuilder GivesAccepted(this RouteHandlerBuilder endpoint, params int[] problems) =>
        endpoint.Produces<Accepted>(StatusCodes.Status202Accepted).HasProblems([403, 422, .. problems]).TakesKey();

    /// <summary>Describes a body that is one object, or a list of them.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint)
        where T : notnull =>
        endpoint.Accepts<T>("application/json").AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var body = operation.RequestBody!.Content!["application/json"];
            var list = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = body.Schema,
                MinItems = 1,
                MaxItems = RequestPart.MostParts,
            };
            body.Schema = new OpenApiSchema { OneOf = [body.Schema!, list] };
            return Task.CompletedTask;
        });

    /// <summary>Describes the header under which a request counts once.</summary>
    public static RouteHandlerBuilder TakesKey(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Description = "The same request under the same key counts once, however often it is sent.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 100 },
            });
            return Task.CompletedTask;
        });

    /// <summary>Describes the key of the server, and that it is asked for, where it is; and what messages and ids look
    /// like, which their own code reads and writes.</summary>
    public static void Describe(this OpenApiOptions options, LiveSettings settings) =>
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = context.JsonTypeInfo.Type;
            if (type == typeof(Id) || type == typeof(Id?))
            {
                schema.Type = JsonSchemaType.String | JsonSchemaType.Integer;
            }
            else if (type == typeof(ShopMessage) && schema.Properties is { } members)
            {
                // The key is the log's.
                schema.Properties = members.Where(each => each.Key != "key").ToDictionary(
                    each => JsonNamingPolicy.SnakeCaseLower.ConvertName(each.Key), each => each.Value);
            }

            return Task.CompletedTask;
        }).AddDocumentTransformer((document, _, _) =>
        {
            document.AddComponent<IOpenApiSecurityScheme>(KeyScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "Asked for where the server was started with --api-key-file.",
            });
            if (settings.ApiKey is not null)
            {
                document.Security =
                    [new() { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
            }

            return Task.CompletedTask;
        });

    private static RouteHandlerBuilder HasProblems(this RouteHandlerBuilder endpoint, int[] problems)
    {
        foreach (var status in Problems.Concat(problems).Order())
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }
}
