// SPDX-License-Identifier: Apache-2.0

/// Sessions and second factors as they are stored: docs/formats/sessions-v1.md.
@NullMarked
package org.pabal.sessions.format.v1;

import org.jspecify.annotations.NullMarked;
