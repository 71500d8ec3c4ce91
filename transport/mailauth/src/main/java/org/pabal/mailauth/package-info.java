// SPDX-License-Identifier: Apache-2.0

/// What all methods read: header fields by their octets, and lists of tags. Each method has its own
/// package below, and `examination` joins them; they need a resolver, a clock and the octets of the
/// mail, and nothing else of a server.
@NullMarked
package org.pabal.mailauth;

import org.jspecify.annotations.NullMarked;
