"""First content: pages of the town. Run by the installation, with `manage.py shell`."""

from home.models import HomePage
from wagtail.models import Site

from demandes.models import FormField, FormPage, TextPage

Site.objects.update(hostname="127.0.0.1", port=21400, site_name="Commune de Saint-Exemple")
home = HomePage.objects.get()
home.title = "Vos démarches"
home.save()
home.add_child(
    instance=TextPage(
        title="En cas d'urgence",
        slug="urgence",
        body="<p>Numéros utiles : mairie 01 99 00 12 34, secours 112.</p>",
    )
)
form = FormPage(
    title="Votre demande",
    slug="demande",
    intro="<p>Signalez un lampadaire éteint, un dépôt sauvage, un nid-de-poule.</p>",
    thank_you_text="<p>Merci. Un agent vous répond sous deux jours.</p>",
)
home.add_child(instance=form)
FIELDS = (
    ("Nom", "singleline"),
    ("Courriel", "email"),
    ("Commune", "singleline"),
    ("Telephone", "singleline"),
    ("Demande", "multiline"),
)
for place, (label, kind) in enumerate(FIELDS):
    FormField.objects.create(page=form, label=label, field_type=kind, sort_order=place)
