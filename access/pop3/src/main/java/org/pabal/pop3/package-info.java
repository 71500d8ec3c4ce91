// SPDX-License-Identifier: Apache-2.0

/// POP3 (RFC 1939), server side.
@NullMarked
package org.pabal.pop3;

import org.jspecify.annotations.NullMarked;
