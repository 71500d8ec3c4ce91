// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.email.submission.Submissions.Listed;
import org.pabal.jmap.email.submission.format.v1.SubmissionRecord;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// EmailSubmission/get. RFC 8621 §7.1.
final class SubmissionGet implements JmapMethod {
    private final Submissions submissions;

    SubmissionGet(Submissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public String name() {
        return "EmailSubmission/get";
    }

    @Override
    public String capability() {
        return Capability.SUBMISSION;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        GetRequest request = GetRequest.read(call, call.ownAccount(), SubmissionJson.PROPERTIES);
        Listed now = submissions.list(request.account().owner().id());
        return request.response(
                now.state(),
                now.all().stream().map(SubmissionRecord::id).toList(),
                id -> now.find(id).map(SubmissionJson::of));
    }
}
