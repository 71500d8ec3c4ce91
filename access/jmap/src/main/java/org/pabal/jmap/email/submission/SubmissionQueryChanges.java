// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.submission.SubmissionQuery.Condition;
import org.pabal.jmap.method.ListChanges;
import org.pabal.jmap.method.QueryChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// EmailSubmission/queryChanges. RFC 8621 §7.4.
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
        List<String> before =
                submissions
                        .recent()
                        .find(request.account().id(), request.sinceQueryState())
                        .orElseThrow(MethodError::cannotCalculateChanges);
        List<String> after =
                SubmissionQuery.ids(
                        submissions, request.account(), request.filter(), request.sort());
        return request.response(
                submissions.recent().remember(request.account().id(), after),
                ListChanges.between(before, after),
                after.size());
    }
}
