// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

/// What a report says. RFC 3464 §2.3.3.
enum ReportKind {
    FAILED,
    DELAYED
}
