// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.envelope;

/// How much of the mail a report of failure returns. RFC 3461 §4.3.
public enum ReturnContent {
    FULL,
    HEADERS
}
