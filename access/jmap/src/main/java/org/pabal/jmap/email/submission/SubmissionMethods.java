// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.util.List;
import org.pabal.jmap.JmapMethod;

/// The table of the methods of this package.
public final class SubmissionMethods {
    private SubmissionMethods() {}

    public static List<JmapMethod> of(SubmissionServices services) {
        Submissions submissions = new Submissions(services);
        return List.of(
                new SubmissionGet(submissions),
                new SubmissionChanges(submissions),
                new SubmissionQuery(submissions),
                new SubmissionQueryChanges(submissions),
                new SubmissionSet(services, submissions));
    }
}
