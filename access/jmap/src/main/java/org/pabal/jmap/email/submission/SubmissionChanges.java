// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// EmailSubmission/changes. RFC 8621 §7.2.
///
/// What came and went in between is told as gone; more changes than a client takes are not told in
/// pieces: it asks for everything anew.
final class SubmissionChanges implements JmapMethod {
    private static final int MAX_CHANGES = 5_000;

    private final Submissions submissions;

    SubmissionChanges(Submissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public String name() {
        return "EmailSubmission/changes";
    }

    @Override
    public String capability() {
        return Capability.SUBMISSION;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        ChangesRequest request = ChangesRequest.read(call, call.ownAccount());
        return request.response(
                submissions
                        .changes(
                                request.account().owner().id(),
                                request.sinceState(),
                                request.maxChanges().orElse(MAX_CHANGES))
                        .orElseThrow(MethodError::cannotCalculateChanges));
    }
}
