// SPDX-License-Identifier: Apache-2.0

/// DMARC's aggregate reports: what we tell the owners of domains of mail that bears their names, and
/// what others tell us of ours. RFC 9990; the older form of RFC 7489 is read, too.
@NullMarked
package org.pabal.mta.reports.dmarc;

import org.jspecify.annotations.NullMarked;
