// SPDX-License-Identifier: Apache-2.0

/// What the server says: octets written by hand into one buffer, and the tagged outcome.
@NullMarked
package org.pabal.imap.response;

import org.jspecify.annotations.NullMarked;
