using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Makes lists that stay as they are of what a recommender answers.</summary>
/// <param name="recommender">The recommender.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class ListMaker<TEvent, TUser, TItem>(IRecommender<TEvent, TUser, TItem> recommender)
{
    private readonly List<Recommendation<TItem>> _list = [];

    public RecommendationList<TUser, TItem> Make(in RecommendationRequest<TUser, TItem> request)
    {
        var before = recommender.RuleCounts;
        recommender.Recommend(request, _list);
        var rules = ListRuleCount.Between(before, recommender.RuleCounts);
        return new(request.User, _list.Count == 0 ? [] : _list.ToArray())
        {
            Session = request.Session,
            Explanations = request.WithExplanations ? Explain(request) : [],
            RuleCounts = rules,
        };
    }

    private RecommendationExplanation<TItem>?[] Explain(in RecommendationRequest<TUser, TItem> request)
    {
        var explanations = new RecommendationExplanation<TItem>?[_list.Count];
        for (var i = 0; i < explanations.Length; i++)
        {
            explanations[i] = recommender.Explain(request, _list[i].Item);
        }

        return explanations;
    }
}
