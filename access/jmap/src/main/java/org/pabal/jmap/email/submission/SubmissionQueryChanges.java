// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.submission.SubmissionQuery.Condition;
import org.pabal.jmap.email.submission.Submissions.Listed;
import org.pabal.jmap.method.ListChanges;
import org.pabal.jmap.method.QueryChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// EmailSubmission/queryChanges. RFC 8621 §7.4.
///
/// Results are not kept, and the query says so: all that can be told is that nothing has changed.
final class SubmissionQueryChanges implements JmapMethod {
    private final Submissions submissions;

    SubmissionQueryChanges(Submissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public String name() {
        return "EmailSubmission/queryChanges";
    }

    @Override
    public String capability() {
        return Capability.SUBMISSION;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        QueryChangesRequest<Condition> request =
                QueryChangesRequest.read(call, call.ownAccount(), Condition::read);
        SubmissionQuery.order(request.sort());
        Listed now = submissions.list(request.account().owner().id());
        if (!now.state().equals(request.sinceQueryState())) {
            throw MethodError.cannotCalculateChanges();
        }
        int total =
                (int)
                        now.all().stream()
                                .filter(record ->
                                        request.filter()
                                                .map(filter ->
                                                        filter.matches(each -> each.fits(record)))
                                                .orElse(true))
                                .count();
        return request.response(now.state(), new ListChanges(List.of(), List.of()), total);
    }
}
