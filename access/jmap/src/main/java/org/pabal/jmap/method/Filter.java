// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodError;

/// Which objects a /query finds. RFC 8620 §5.5.
///
/// @param <C> a type's FilterCondition
public sealed interface Filter<C> {
    /// Conditions and operators that one filter may have.
    int MAX_PARTS = 500;

    /// One condition.
    record Condition<C>(C condition) implements Filter<C> {}

    record All<C>(List<Filter<C>> filters) implements Filter<C> {}

    record Any<C>(List<Filter<C>> filters) implements Filter<C> {}

    /// None of them.
    record None<C>(List<Filter<C>> filters) implements Filter<C> {}

    /// The argument `filter`.
    ///
    /// @param condition reads a FilterCondition and refuses what it does not know
    /// @throws MethodError `invalidArguments`, `unsupportedFilter`
    static <C> Optional<Filter<C>> read(JmapObject arguments, Function<JmapObject, C> condition) {
        int[] left = {MAX_PARTS};
        return arguments.findObject("filter").map(filter -> read(filter, condition, left));
    }

    private static <C> Filter<C> read(
            JmapObject filter, Function<JmapObject, C> condition, int[] left) {
        if (left[0]-- == 0) {
            throw MethodError.unsupportedFilter(
                    "A filter of at most " + MAX_PARTS + " conditions is taken.");
        }
        if (!filter.has("operator")) {
            return new Condition<>(condition.apply(filter));
        }
        String operator = filter.string("operator");
        List<Filter<C>> inner =
                filter
                        .findObjects("conditions")
                        .orElseThrow(() -> filter.wrong("conditions", "is required"))
                        .stream()
                        .map(each -> read(each, condition, left))
                        .toList();
        filter.nothingElse();
        return switch (operator) {
            case "AND" -> new All<>(inner);
            case "OR" -> new Any<>(inner);
            case "NOT" -> new None<>(inner);
            default -> throw filter.wrong("operator", "must be AND, OR or NOT");
        };
    }

    /// Whether an object is found: where there is no filter, each is.
    static <C> boolean finds(Optional<Filter<C>> filter, Predicate<C> test) {
        return filter.isEmpty() || filter.get().matches(test);
    }

    default boolean matches(Predicate<C> test) {
        return switch (this) {
            case Condition<C>(C condition) -> test.test(condition);
            case All<C>(var filters) -> filters.stream().allMatch(each -> each.matches(test));
            case Any<C>(var filters) -> filters.stream().anyMatch(each -> each.matches(test));
            case None<C>(var filters) -> filters.stream().noneMatch(each -> each.matches(test));
        };
    }
}
