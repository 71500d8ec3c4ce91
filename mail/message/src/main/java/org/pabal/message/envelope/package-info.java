// SPDX-License-Identifier: Apache-2.0

/// What a client asks of transport when it hands a mail over: the parameters of MAIL and RCPT that
/// travel with the mail from server to server. RFC 3461, RFC 2852, RFC 4865, RFC 6710, RFC 8689.
@NullMarked
package org.pabal.message.envelope;

import org.jspecify.annotations.NullMarked;
