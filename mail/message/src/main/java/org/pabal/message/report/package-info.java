// SPDX-License-Identifier: Apache-2.0

/// Messages this server writes itself about the fate of others.
///
/// RFC 3464 (delivery status), RFC 8098 (disposition notifications), RFC 6522 (multipart/report),
/// RFC 6533 (non-ASCII addresses in reports), RFC 3834 (automatic responses).
@NullMarked
package org.pabal.message.report;

import org.jspecify.annotations.NullMarked;
