// SPDX-License-Identifier: Apache-2.0

/// The last step of the first run: a mail goes out of this server and comes back in, is read where its
/// reader would read it, and examined as a stranger would. What would count against this server
/// elsewhere is named, with its points; what could not be looked at costs none and is said.
///
/// A proof lives as long as the process: it can be made again at any time.
@NullMarked
package org.pabal.server.setup.proof;

import org.jspecify.annotations.NullMarked;
