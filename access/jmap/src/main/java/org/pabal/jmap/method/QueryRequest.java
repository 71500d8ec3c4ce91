// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The arguments of a /query. RFC 8620 §5.5.
///
/// @param position of the first id; from the end where it is negative
/// @param anchor in the place of the position
/// @param limit empty where the client sets none
/// @param <C> the type's FilterCondition
public record QueryRequest<C>(
        JmapAccount account,
        Optional<Filter<C>> filter,
        List<Sort> sort,
        long position,
        Optional<String> anchor,
        long anchorOffset,
        OptionalInt limit,
        boolean calculateTotal) {

    /// Reads the arguments; others that the method has are read before.
    ///
    /// @param condition reads a FilterCondition and refuses what it does not know
    public static <C> QueryRequest<C> read(
            MethodCall call, JmapAccount account, Function<JmapObject, C> condition) {
        JmapObject arguments = call.arguments();
        OptionalLong limit = arguments.findUnsignedInt("limit");
        QueryRequest<C> request =
                new QueryRequest<>(
                        account,
                        Filter.read(arguments, condition),
                        Sort.read(arguments),
                        arguments.findInt("position").orElse(0),
                        arguments.findId("anchor"),
                        arguments.findInt("anchorOffset").orElse(0),
                        limit.isPresent()
                                ? OptionalInt.of(
                                        (int) Math.min(limit.getAsLong(), Integer.MAX_VALUE))
                                : OptionalInt.empty(),
                        arguments.bool("calculateTotal", false));
        arguments.nothingElse();
        return request;
    }

    /// Which part of the results the client gets.
    ///
    /// @param start of the first id; may lie behind the last
    /// @param count of ids
    /// @param limited to how many by the server
    public record Window(int start, int count, OptionalInt limited) {}

    /// @param total of results
    /// @param most ids that the server gives at once
    /// @param indexOf a result's index, -1 for what is none; asked only where there is an anchor
    /// @throws MethodError `anchorNotFound`
    public Window window(int total, int most, Function<String, Integer> indexOf) {
        long start = position < 0 ? Math.max(0, position + total) : position;
        if (anchor.isPresent()) {
            int at = indexOf.apply(anchor.get());
            if (at < 0) {
                throw MethodError.of("anchorNotFound", "The anchor is not among the results.");
            }
            start = Math.max(0, at + anchorOffset);
        }
        int asked = limit.orElse(Integer.MAX_VALUE);
        int first = (int) Math.min(start, Integer.MAX_VALUE);
        int count = (int) Math.max(0, Math.min(Math.min(asked, most), (long) total - first));
        return new Window(first, count, asked > most ? OptionalInt.of(most) : OptionalInt.empty());
    }

    /// The response about results that are all at hand.
    public ObjectNode response(
            String queryState, boolean canCalculateChanges, List<String> ids, int most) {
        Window window = window(ids.size(), most, ids::indexOf);
        List<String> part =
                window.count == 0
                        ? List.of()
                        : ids.subList(window.start, window.start + window.count);
        return response(queryState, canCalculateChanges, window, part, ids.size());
    }

    public ObjectNode response(
            String queryState,
            boolean canCalculateChanges,
            Window window,
            List<String> ids,
            int total) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.put("queryState", queryState);
        response.put("canCalculateChanges", canCalculateChanges);
        response.put("position", window.start);
        ArrayNode array = response.putArray("ids");
        ids.forEach(array::add);
        if (calculateTotal) {
            response.put("total", total);
        }
        window.limited.ifPresent(most -> response.put("limit", most));
        return response;
    }
}
