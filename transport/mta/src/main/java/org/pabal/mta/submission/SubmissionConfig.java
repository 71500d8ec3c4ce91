// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import org.pabal.mta.acceptance.MessageLimits;

/// How mail is submitted.
///
/// @param hostname in Received and Message-ID fields
/// @param showClient whether Received names the client and its address (THREATS O09)
public record SubmissionConfig(String hostname, MessageLimits limits, boolean showClient) {
    public static SubmissionConfig defaults(String hostname) {
        return new SubmissionConfig(hostname, MessageLimits.defaults(), false);
    }
}
