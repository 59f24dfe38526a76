using System.Diagnostics.CodeAnalysis;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Keeps the newest next items that a stream gave for a user, or, of nobody known, for a session, and proposes them.
/// </summary>
/// <remarks>Bound: that of <see cref="NewestLists{TKey, TItem}"/>, for the users and for the sessions.</remarks>
internal sealed class NewestNextItems<TUser, TItem> : ICandidateSource<TUser, TItem>, ISaved, IForgetsKeys
    where TUser : notnull
    where TItem : notnull
{
    private readonly NewestLists<TUser, TItem> _ofUsers;
    private readonly NewestLists<string, TItem> _ofSessions;
    private readonly ListCandidates<TUser, TItem> _candidatesOfUsers;
    private readonly ListCandidates<string, TItem> _candidatesOfSessions;

    public NewestNextItems(int maxKeys, int maxItems)
    {
        _ofUsers = new(maxKeys, maxItems);
        _ofSessions = new(maxKeys, maxItems);
        _candidatesOfUsers = new(Source, _ofUsers, hasPlaces: false);
        _candidatesOfSessions = new(Source, _ofSessions, hasPlaces: false);
    }

    public RecommendationSource Source => RecommendationSource.NextItem;

    public bool Knows(TUser? user, string? session) =>
        (user is not null && _ofUsers.Knows(user)) || (session is not null && _ofSessions.Knows(session));

    /// <summary>Tells whether a list is one of a user, and not of a visit without one.</summary>
    public static bool IsOfUser(NextItemsList<TUser, TItem> list, [NotNullWhen(true)] out TUser? user)
    {
        user = list.User;
        return user is not null && !EqualityComparer<TUser>.Default.Equals(user, default);
    }

    public void Put(NextItemsList<TUser, TItem> list)
    {
        IReadOnlyList<TItem> items = [.. list.Items.Select(each => each.Item)];
        if (IsOfUser(list, out var user))
        {
            _ofUsers.Put(user, items, place => list.Items[place].Score);
        }
        else if (list.Session is { } session)
        {
            _ofSessions.Put(session, items, place => list.Items[place].Score);
        }
    }

    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        if (request.User is { } user && _ofUsers.Knows(user))
        {
            _candidatesOfUsers.Propose(request, candidates);
        }
        else if (request.Session is { } session)
        {
            _candidatesOfSessions.Propose(new(session, request.Count), candidates);
        }
    }

    public void ForgetKey(object key) => _ofUsers.ForgetKey(key);

    public void Snapshot(SnapshotWriter writer)
    {
        _ofUsers.Snapshot(writer);
        _ofSessions.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        _ofUsers.Restore(reader);
        _ofSessions.Restore(reader);
    }
}
