// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission.format.v1;

import java.time.Instant;
import java.util.List;

/// What is kept of one submission.
///
/// @param id its mail's
/// @param identityId and the next two are as JMAP has them
/// @param envelope as JSON
/// @param recipients addresses, as the envelope names them
/// @param reply what was said when the mail was taken
/// @param undoStatus `pending`, `final` or `canceled`, as it was when it was last told
/// @param deliveryStatus as JSON, likewise
/// @param createdAt modseq of the submissions
/// @param changedAt likewise, of the last change
public record SubmissionRecord(
        String id,
        String identityId,
        String emailId,
        String threadId,
        String envelope,
        List<String> recipients,
        Instant sendAt,
        String reply,
        String undoStatus,
        String deliveryStatus,
        long createdAt,
        long changedAt) {
    public SubmissionRecord {
        recipients = List.copyOf(recipients);
    }

    /// With what was found out since.
    public SubmissionRecord with(String newUndoStatus, String newDeliveryStatus, long modSeq) {
        return new SubmissionRecord(
                id,
                identityId,
                emailId,
                threadId,
                envelope,
                recipients,
                sendAt,
                reply,
                newUndoStatus,
                newDeliveryStatus,
                createdAt,
                modSeq);
    }

    /// Once the mail was taken.
    public SubmissionRecord answered(String said) {
        return new SubmissionRecord(
                id,
                identityId,
                emailId,
                threadId,
                envelope,
                recipients,
                sendAt,
                said,
                undoStatus,
                deliveryStatus,
                createdAt,
                changedAt);
    }
}
