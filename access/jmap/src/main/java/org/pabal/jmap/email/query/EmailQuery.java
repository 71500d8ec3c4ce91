// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.List;
import java.util.Optional;
import org.pabal.jmap.method.Filter;

/// What is asked for: equal questions have equal results at one moment.
///
/// @param collapseThreads of each thread only the first
public record EmailQuery(
        Optional<Filter<List<EmailCondition>>> filter,
        List<EmailSort> sort,
        boolean collapseThreads) {

    /// Whether an email's place depends on others of its thread.
    boolean dependsOnThreads() {
        return collapseThreads
                || sort.stream().anyMatch(each -> each.by().isOfThread())
                || filter.filter(EmailQuery::dependsOnThreads).isPresent();
    }

    private static boolean dependsOnThreads(Filter<List<EmailCondition>> filter) {
        return switch (filter) {
            case Filter.Condition<List<EmailCondition>>(var conditions) ->
                    conditions.stream().anyMatch(EmailCondition.InThread.class::isInstance);
            case Filter.All<List<EmailCondition>>(var filters) ->
                    filters.stream().anyMatch(EmailQuery::dependsOnThreads);
            case Filter.Any<List<EmailCondition>>(var filters) ->
                    filters.stream().anyMatch(EmailQuery::dependsOnThreads);
            case Filter.None<List<EmailCondition>>(var filters) ->
                    filters.stream().anyMatch(EmailQuery::dependsOnThreads);
        };
    }
}
