// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.submission.format.v1.SubmissionRecord;
import org.pabal.jmap.method.Filter;
import org.pabal.jmap.method.QueryRequest;
import org.pabal.jmap.method.Sort;
import tools.jackson.databind.node.ObjectNode;

/// EmailSubmission/query. RFC 8621 §7.3.
final class SubmissionQuery implements JmapMethod {
    private static final int MAX_IDS = 5_000;

    private final Submissions submissions;

    SubmissionQuery(Submissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public String name() {
        return "EmailSubmission/query";
    }

    @Override
    public String capability() {
        return Capability.SUBMISSION;
    }

    /// FilterCondition of RFC 8621 §7.3.
    record Condition(
            Optional<List<String>> identityIds,
            Optional<List<String>> emailIds,
            Optional<List<String>> threadIds,
            Optional<String> undoStatus,
            Optional<Instant> before,
            Optional<Instant> after) {

        static Condition read(JmapObject filter) {
            Condition condition =
                    new Condition(
                            filter.findIds("identityIds"),
                            filter.findIds("emailIds"),
                            filter.findIds("threadIds"),
                            filter.findString("undoStatus"),
                            filter.findUtcDate("before"),
                            filter.findUtcDate("after"));
            filter.noOtherCondition();
            return condition;
        }

        boolean fits(SubmissionRecord record) {
            return identityIds.map(ids -> ids.contains(record.identityId())).orElse(true)
                    && emailIds.map(ids -> ids.contains(record.emailId())).orElse(true)
                    && threadIds.map(ids -> ids.contains(record.threadId())).orElse(true)
                    && undoStatus.map(record.undoStatus()::equals).orElse(true)
                    && before.map(record.sendAt()::isBefore).orElse(true)
                    && after.map(time -> !record.sendAt().isBefore(time)).orElse(true);
        }
    }

    @Override
    public ObjectNode call(MethodCall call) {
        QueryRequest<Condition> request =
                QueryRequest.read(call, call.ownAccount(), Condition::read);
        List<String> ids = ids(submissions, request.account(), request.filter(), request.sort());
        String state = submissions.recent().remember(request.account().id(), ids);
        return request.response(state, true, ids, MAX_IDS);
    }

    /// All results as they are now.
    static List<String> ids(
            Submissions submissions,
            JmapAccount account,
            Optional<Filter<Condition>> filter,
            List<Sort> sort) {
        Comparator<SubmissionRecord> order = order(sort);
        return submissions.list(account.owner().id()).all().stream()
                .filter(record ->
                        filter.map(all -> all.matches(condition -> condition.fits(record)))
                                .orElse(true))
                .sorted(order)
                .map(SubmissionRecord::id)
                .toList();
    }

    /// The last first, where nothing is asked.
    static Comparator<SubmissionRecord> order(List<Sort> sort) {
        Comparator<SubmissionRecord> newest = Comparator.comparing(SubmissionRecord::id).reversed();
        Comparator<SubmissionRecord> order = (_, _) -> 0;
        for (Sort each : sort) {
            Comparator<SubmissionRecord> by =
                    switch (each.property()) {
                        case "emailId" -> Comparator.comparing(SubmissionRecord::emailId);
                        case "threadId" -> Comparator.comparing(SubmissionRecord::threadId);
                        case "sentAt", "sendAt" -> Comparator.comparing(SubmissionRecord::sendAt);
                        default ->
                                throw MethodError.unsupportedSort(
                                        "Submissions are not sorted by " + each.property() + ".");
                    };
            each.more().nothingElse();
            order = order.thenComparing(each.isAscending() ? by : by.reversed());
        }
        return order.thenComparing(newest);
    }
}
