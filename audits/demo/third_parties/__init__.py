"""Third parties of the e-service, one module each, with `respond(request)`."""
