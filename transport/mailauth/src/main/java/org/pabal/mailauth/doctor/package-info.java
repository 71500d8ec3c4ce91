// SPDX-License-Identifier: Apache-2.0

/// Looks at what the DNS says of a domain of ours and tells in words what is wrong and what is to be
/// published. It asks through the resolver that it is given, so that it works on a zone file too.
@NullMarked
package org.pabal.mailauth.doctor;

import org.jspecify.annotations.NullMarked;
