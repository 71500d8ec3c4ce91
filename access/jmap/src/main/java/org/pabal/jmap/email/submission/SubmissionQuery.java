// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
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

    /// The last first, where nothing is asked.
    private static final Comparator<SubmissionRecord> NEWEST =
            Comparator.comparing(SubmissionRecord::id).reversed();

    private static final Map<String, Comparator<SubmissionRecord>> ORDERS =
            Map.of(
                    "emailId", Comparator.comparing(SubmissionRecord::emailId),
                    "threadId", Comparator.comparing(SubmissionRecord::threadId),
                    "sentAt", Comparator.comparing(SubmissionRecord::sendAt),
                    "sendAt", Comparator.comparing(SubmissionRecord::sendAt));

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
        return submissions.list(account.owner().id()).all().stream()
                .filter(record -> Filter.finds(filter, condition -> condition.fits(record)))
                .sorted(Sort.order(sort, "Submissions", ORDERS).thenComparing(NEWEST))
                .map(SubmissionRecord::id)
                .toList();
    }
}
